"""Rows by store, as both pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relasi.privacy.queries.holding import StoreRows
from relasi.privacy.words import ERASED, WHYS


@dataclass(frozen=True, slots=True)
class Line:
    """`left` is None before anything was erased."""

    label: str
    rows: int
    left: int | None
    becomes: str
    tag: str
    because: str


def lines(found: Iterable[StoreRows], left: Mapping[str, int] | None = None) -> list[Line]:
    tags = {"gone": "good", "cleared": "good", "nameless": "info", "kept": ""}
    return [
        Line(
            one.label,
            one.rows,
            None if left is None else left.get(one.key, 0),
            str(ERASED[one.erased]),
            tags[one.erased],
            str(WHYS[one.why]) if one.why else "",
        )
        for one in sorted(found, key=lambda one: (-one.rows, one.label))
    ]
