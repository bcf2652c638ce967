"""The process that answers one question. It knows DuckDB and Arrow, and nothing of the house.

It is told on its standard input, in one line of JSON, what is asked and which tables there are.
First it copies what the question needs out of PostgreSQL into a file of its own; then it opens
that file anew, in an instance that knows no other database, extension or path, and asks there.
Even a question that got past the reading of its text finds nothing to reach.

Its answer: one line of JSON, {} or {"problem": …}, and Arrow's stream of batches.
"""
