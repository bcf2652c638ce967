"""Campaigns: whom to write to, with what, when, and what it earned.

Nouns    Campaign, Variant, Recipient (the draw), Result
Promise  nobody is drawn twice; what a campaign earned is measured against those left alone
Door     public.py (verbs and reads)
"""
