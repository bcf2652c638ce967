"""What is read for the reports, by subject."""
