"""Consent on the customer page, its history, and where a statement is recorded."""
