"""What is read about campaigns, by subject."""
