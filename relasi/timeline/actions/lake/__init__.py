"""From PostgreSQL to the lake, once; and out of it again.

`rounds` brings over what changed since the last one, `comparing` everything by id, where there
was none or the database is another; `tidying` joins files and clears what was taken away;
`letting_go` empties PostgreSQL of months that lie in the lake; `verifying` and `rebuilding` are
for the operator. Each writes a lake transaction of its own: a kill leaves all of it or none.
"""
