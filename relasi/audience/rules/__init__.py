"""The typed condition tree: its form (tree), how it is read (reading) and checked (checking)."""
