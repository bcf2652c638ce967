"""What may be done with a campaign, by the state it is in."""

EDITABLE = frozenset({"draft"})
STARTABLE = frozenset({"draft"})
PAUSABLE = frozenset({"running"})
RESUMABLE = frozenset({"paused"})
CANCELLABLE = frozenset({"scheduled", "preparing", "running", "paused"})
MEASURED = frozenset({"running", "paused", "cancelled", "done"})
UNDER_WAY = frozenset({"scheduled", "preparing", "running", "paused"})
