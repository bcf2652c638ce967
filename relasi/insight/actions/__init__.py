"""Verbs of insight: computing scores (recomputing), editing the lifecycle's limits (limits)."""
