"""Keeping exports, and letting them go out."""
