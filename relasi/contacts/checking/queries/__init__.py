"""What is read of checks and of what they found."""
