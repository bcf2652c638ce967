"""Reads: the queue of proposals, one pair, runs and limits."""
