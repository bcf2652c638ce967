"""Everything that changes consent, by subject."""
