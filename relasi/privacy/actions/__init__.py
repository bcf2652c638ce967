"""Verbs: erase, export, let go of what is due."""
