"""Reports: what the events and orders of all packages add up to. RACE, and the list's quality.

Nouns    Measure, Period; part of the score, note (of a person)
Promise  every figure opens exactly the rows it was counted from
Door     public.py (the RACE strip of the Today page)
"""
