"""What is held of whom."""
