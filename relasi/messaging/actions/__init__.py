"""Verbs: templates, mailings, leaving, hits."""
