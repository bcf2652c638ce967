"""How many events a second a source may send."""

from dataclasses import dataclass


@dataclass
class Allowance:
    """A bucket that fills by `per_second` and holds one second's worth.

    What is left may be overdrawn by one batch, so that a batch larger than the bucket comes
    through at all; the debt is waited for.
    """

    per_second: int
    left: float
    at: float

    def take(self, events: int, now: float) -> float:
        """0 when they may come in; otherwise the seconds until there is something left."""
        self.left = min(float(self.per_second), self.left + (now - self.at) * self.per_second)
        self.at = now
        if self.per_second == 0:
            return 60.0
        if self.left <= 0:
            return (1 - self.left) / self.per_second
        self.left -= events
        return 0.0
