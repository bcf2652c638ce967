"""Verbs on segments: keeping them (keeping), bringing their members up to date (refreshing)."""
