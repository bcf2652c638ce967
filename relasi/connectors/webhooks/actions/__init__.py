"""What is done with endpoints and with what they are told."""
