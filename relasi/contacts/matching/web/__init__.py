"""Pages of duplicates: the list, one pair after the other, searches, decisions on many."""
