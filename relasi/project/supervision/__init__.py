"""Starting and watching the processes: PostgreSQL, web, worker, mail sink."""
