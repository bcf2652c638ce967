"""From trees to Ibis, and to nothing else: relations of contact ids.

`selections` says which people one condition picks, `people` puts a tree together,
`running` has PostgreSQL answer.
"""
