"""What is compared, how it weighs, and who may be joined by itself. Pure."""
