"""Rows of other databases come in like the rows of a file: by a query, a mapping and a schedule.

Nouns    Database, Feed, Reading
Promise  reading writes nothing there, each row from the last value on comes in once, and what came
         in can be taken back; a table that is written is ours, and whole
Door     public.py (writing a table; what comes in goes through contacts)
"""
