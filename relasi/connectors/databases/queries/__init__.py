"""Databases, feeds and readings as they are shown."""
