"""The worker's shift: claim, write, hand over, note what became of it."""
