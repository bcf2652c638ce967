"""Rows on their way in: checked values by field, and what is to be said about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

MARK = "\n"  # parts the entries of one cell


@dataclass(frozen=True, slots=True)
class RunCard:
    """What the writers know about a run. `at` is the moment every row of it carries."""

    id: int
    target: str
    mode: str
    match_by: str
    at: datetime
    by: str
    country: str
    currency: str
    time_zone: str
    options: Mapping[str, Any]
    prepared: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """About one row: `kind` refused or note. `field` or `column` is where it lies."""

    number: int
    kind: str
    column: str
    reason: str
    cells: list[str]


@dataclass(slots=True)
class Tally:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0

    def add(self, other: "Tally") -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.repeated += other.repeated


@dataclass(slots=True)
class Batch:
    """Rows that passed the check. `values[key]` holds a text for each row, "" for nothing;
    entries of a `many` field are parted by MARK. `raw[key]` is what the file says.
    """

    run: RunCard
    numbers: list[int]
    cells: list[list[str]]
    values: dict[str, list[str]]
    raw: dict[str, list[str]]
    headers: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    contact_ids: list[int] = field(default_factory=list)
    memory: dict[str, bool] = field(default_factory=dict)
    brought: "Batch | None" = None

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, key: str) -> list[str]:
        """The values of a field, empty ones where no column fills it."""
        return self.values.get(key) or [""] * len(self.numbers)

    def refuse(self, place: int, key: str, reason: str) -> None:
        self._remark(place, "refused", key, reason)

    def note(self, place: int, key: str, reason: str) -> None:
        self._remark(place, "note", key, reason)

    def _remark(self, place: int, kind: str, key: str, reason: str) -> None:
        column = self.headers.get(key, "")
        self.remarks.append(Remark(self.numbers[place], kind, column, reason, self.cells[place]))

    def only(self, places: Sequence[int]) -> "Batch":
        """The rows at these places; what was said about the others stays here."""
        return replace(
            self,
            numbers=[self.numbers[p] for p in places],
            cells=[self.cells[p] for p in places],
            values={key: [column[p] for p in places] for key, column in self.values.items()},
            raw={key: [column[p] for p in places] for key, column in self.raw.items()},
            contact_ids=[self.contact_ids[p] for p in places] if self.contact_ids else [],
            remarks=[],
        )


def without(size: int, gone: Iterable[int]) -> list[int]:
    left = set(gone)
    return [place for place in range(size) if place not in left]
