"""Reads: templates, mailings, deliveries."""
