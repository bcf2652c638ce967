"""What people allowed, on which words, and the addresses nobody may write to.

Nouns    Consent (one statement), Permission (what holds now), Suppression
Promise  nothing is sent without a permission; a statement is never changed or deleted
Door     public.py (verbs, reads, the SQL of the send decision), events.py
"""
