"""Adding databases and feeds, and reading them."""
