"""Requests as lists and pages show them."""
