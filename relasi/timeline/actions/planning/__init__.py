"""Learning, keeping and changing the tracking plan of a source."""
