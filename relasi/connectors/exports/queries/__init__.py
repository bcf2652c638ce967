"""Exports, their runs, and whom they take along."""
