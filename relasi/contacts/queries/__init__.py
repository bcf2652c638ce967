"""Reads, a file for each subject."""
