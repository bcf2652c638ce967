"""Starting and watching the processes: PostgreSQL, web, worker, mail sink.

`home` prepares the directory everything lives in, `postgres` runs the embedded server,
`children` keeps the other roles alive, `up` puts them together.
"""
