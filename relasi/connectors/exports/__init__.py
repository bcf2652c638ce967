"""A segment, or everybody, goes out on a schedule: to a file, or to a table of another database.

Nouns    Export, Run
Promise  what stands over there is whole, never half written; who may not be handed over is not in
         it, and who was erased leaves it
Door     public.py (nothing: exports are begun on their own pages)
"""
