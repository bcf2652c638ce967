"""Asking, stopping and saving."""
