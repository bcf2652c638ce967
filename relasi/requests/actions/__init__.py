"""Opening requests, moving them along, and doing what they ask for."""
