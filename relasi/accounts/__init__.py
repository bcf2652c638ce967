"""Who works here and what each may do: staff, roles, teams, programs' keys, the audit log.

Nouns    Staff, Role, Team, Invitation, ApiKey, Organisation, SavedView, AuditEntry
Promise  nothing is read or written before `authorise` said yes; what was done stays on record
Door     public.py (actors, rights, wiring of addresses, audit, reads), events.py
"""
