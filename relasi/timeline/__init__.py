"""One line of events per person: what they did, and what was done for them.

Nouns    Event, Source, TrackingPlan, Visitor, Sighting
Promise  everything that happened to a contact is on one timeline, once, and none is lost
Door     public.py (recording, reading, sentences for event names)
"""
