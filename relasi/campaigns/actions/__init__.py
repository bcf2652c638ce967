"""The verbs of a campaign, by subject."""
