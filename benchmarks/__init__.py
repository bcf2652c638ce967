"""Measurements, not tests: ours beside the peer or the physical limit, in the same run."""
