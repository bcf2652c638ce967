"""The pages of accounts: a file for each resource."""
