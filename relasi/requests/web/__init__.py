"""Requests for those who work here, and the pages of those who ask."""
