"""Everything that writes the timeline, by subject."""
