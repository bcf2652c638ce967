"""Pages of checks and findings."""
