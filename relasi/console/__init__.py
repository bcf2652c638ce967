"""Questions in SQL: analysts ask the lake and the tables they may see, and nothing else.

Nouns    Table, Question (one time somebody asked), SavedQuery
Promise  a question reads, in a process of its own, what its asker may see; no file, server or
         secret is within its reach, it ends in time, and no copy of its answer is kept
Door     public.py (nothing: what is asked is answered on its own pages)
"""
