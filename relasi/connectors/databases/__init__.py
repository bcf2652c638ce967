"""Rows of other databases come in like the rows of a file: by a query, a mapping and a schedule.

Nouns    Database, Feed, Reading
Promise  nothing is written there, each row from the last value on comes in once, and what came in
         can be taken back
Door     public.py (nothing: what comes in goes through contacts)
"""
