"""Everything that changes commerce, by subject."""
