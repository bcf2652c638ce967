"""What is done about addresses: checking them, putting them right, leaving them as they are."""
