"""How many events came and were refused, minute by minute, until the next commit writes it."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

NOBODY = 0


class Count(NamedTuple):
    """What is counted: the key of a row of `timeline_intake`."""

    source_id: int
    minute: datetime
    outcome: str
    reason: str = ""


def minute_of(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


class Tally:
    """Refusals gathered since the last commit."""

    def __init__(self) -> None:
        self._refused: Counter[Count] = Counter()

    def __bool__(self) -> bool:
        return bool(self._refused)

    def refuse(self, source_id: int, reason: str, events: int, now: datetime) -> None:
        self._refused[Count(source_id, minute_of(now), "refused", reason)] += events

    def take(self) -> "Counter[Count]":
        taken, self._refused = self._refused, Counter()
        return taken

    def give_back(self, counts: "Counter[Count]") -> None:
        """What was taken for a commit that did not come about."""
        self._refused.update(counts)
