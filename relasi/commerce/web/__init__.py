"""The pages of commerce: a file for each resource."""
