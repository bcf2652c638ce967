"""Which of two contacts stays, and what they disagree about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    contact_id: int
    created_at: datetime


def survivor(candidates: Iterable[Candidate]) -> int:
    """The one we have known longest; of equals, the lower id."""
    return min(candidates, key=lambda c: (c.created_at, c.contact_id)).contact_id


def differing(kept: Mapping[str, Any], lost: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys for which both have a value and the values differ; a person must choose."""
    return tuple(
        key
        for key in sorted(kept.keys() & lost.keys())
        if has_value(kept[key]) and has_value(lost[key]) and kept[key] != lost[key]
    )


def joined(
    kept: Mapping[str, Any], lost: Mapping[str, Any], from_lost: Iterable[str]
) -> dict[str, Any]:
    """One record of two: the kept value, the lost one where chosen or where none was kept."""
    chosen = set(from_lost)
    return {
        key: lost[key]
        if key in lost and (key in chosen or not has_value(kept.get(key)))
        else kept[key]
        for key in (*kept, *(key for key in lost if key not in kept))
    }


def has_value(value: Any) -> bool:
    """False and 0 are values; nothing and an empty text are not."""
    return value is not None and value != ""
