"""Questions about people: segments, who is in them, why, and how many can be reached.

Nouns    Segment, condition tree, Membership, reach
Promise  a tree is typed and checked before it is used; one tree gives the same people
         wherever it is asked; no text of a user is ever evaluated
Door     public.py
"""
