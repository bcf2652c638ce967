"""Reading endpoints and what became of what they were told."""
