"""The people we serve: contacts, their companies, the addresses that identify them.

Nouns    Contact, Company, Identity, CustomField, Tag, Note, Merge, BulkChange, ImportRun
Promise  one person is one contact; an address points to exactly one contact; a merge, a bulk
         change and an import can be taken back exactly
Door     public.py (verbs and reads), events.py (what others may hear)
"""
