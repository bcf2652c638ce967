"""Reports: what the events and orders of all packages add up to. First RACE.

Nouns    Measure, Period
Promise  every figure opens exactly the rows it was counted from
Door     public.py (the RACE strip of the Today page)
"""
