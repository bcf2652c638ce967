"""What is held of people: why and for how long, read out to them, and erased for good.

Nouns    Erasure (with its receipt), Export, RetentionRun
Promise  who is erased is found nowhere, and comes back by no import and no event
Door     public.py (verbs, reads), events.py
"""
