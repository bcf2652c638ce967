"""One line of events per person: what they did, and what was done for them.

Nouns    Event
Promise  everything that happened to a contact is on one timeline, once
Door     public.py (recording, reading, sentences for event names)
"""
