"""What reports write down: the quality of the list."""
