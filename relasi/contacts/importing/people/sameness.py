"""Which rows of a batch are one person, and whose each address is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from relasi.contacts.importing.batches import MARK, Batch, without

from .fields import ADDRESSES

Address = tuple[str, str]
FALLBACK = ("email", "phone", "external_id", "handle")
Notes = Callable[[int, str, str], None]


@dataclass(slots=True)
class Identified:
    """A batch in which each person is one row. `matches` is the address each is known by;
    `repeats` are the places of rows that were joined to an earlier one.
    """

    batch: Batch
    matches: list[Address]
    repeats: int = 0
    kinds: tuple[str, ...] = field(default=())


def identified(batch: Batch) -> Identified:
    """Refuse rows nobody could be recognised by; join rows of one person, the later winning."""
    kinds = tuple(key for key in ADDRESSES if key in batch.values)
    matches, unknown = _matches(batch, kinds)
    if unknown:
        for place in unknown:
            batch.refuse(
                place,
                batch.run.match_by,
                _("This row has no e-mail, phone or id, so nobody could be recognised by it."),
            )
        kept = without(len(batch), unknown)
        remarks = batch.remarks
        batch = batch.only(kept)
        batch.remarks = remarks
        matches = [matches[place] for place in kept]
    if _all_different(batch, kinds):
        return Identified(batch, matches, 0, kinds)
    return _joined(batch, matches, kinds)


def entries(value: str) -> list[str]:
    return value.split(MARK) if value else []


def _matches(batch: Batch, kinds: tuple[str, ...]) -> tuple[list[Address], list[int]]:
    """The address a row is matched by: what the run asks for, else the first it has."""
    first = batch.run.match_by
    order = [first, *(key for key in FALLBACK if key != first)]
    columns = [(ADDRESSES[key], batch.column(key)) for key in order if key in kinds]
    if columns and all(columns[0][1]):
        kind = columns[0][0]
        return [(kind, value.partition(MARK)[0]) for value in columns[0][1]], []
    matches, unknown = [], []
    for place in range(len(batch)):
        found = next(((kind, c[place]) for kind, c in columns if c[place]), ("", ""))
        matches.append((found[0], found[1].partition(MARK)[0]))
        if not found[0]:
            unknown.append(place)
    return matches, unknown


def _all_different(batch: Batch, kinds: tuple[str, ...]) -> bool:
    for key in kinds:
        values = [value for value in batch.values[key] if value]
        if len(set(values)) != len(values) or any(MARK in value for value in values):
            return False
    return True


def _joined(batch: Batch, matches: list[Address], kinds: tuple[str, ...]) -> Identified:
    """Walk the rows in order: an address belongs to the row that brought it first."""
    batch.values = {key: list(column) for key, column in batch.values.items()}
    batch.raw = {key: list(column) for key, column in batch.raw.items()}
    owner: dict[Address, int] = {}
    gone: list[int] = []
    for place, match in enumerate(matches):
        first = owner.get(match)
        if first is not None:
            _note_repeat(batch, place, first, match)
            if batch.run.mode != "create":
                _overlay(batch, first, place)
            gone.append(place)
            place = first  # noqa: PLW2901  (what it adds is claimed for the row it joined)
            if batch.run.mode == "create":
                continue
        _claim(batch, place, kinds, owner)
    if not gone:
        return Identified(batch, matches, 0, kinds)
    kept = without(len(batch), gone)
    remarks = batch.remarks
    batch = batch.only(kept)
    batch.remarks = remarks
    return Identified(batch, [matches[place] for place in kept], len(gone), kinds)


def _note_repeat(batch: Batch, place: int, first: int, match: Address) -> None:
    named = {"address": match[1], "row": batch.numbers[first]}
    if batch.run.mode == "create":
        reason = _("%(address)s came before, in row %(row)s. This row was not used.") % named
    else:
        reason = _("%(address)s came before, in row %(row)s. This row changed it.") % named
    batch.note(place, batch.run.match_by, reason)


def _overlay(batch: Batch, first: int, place: int) -> None:
    """What the later row says replaces what the earlier one said; lists grow."""
    for key, column in batch.values.items():
        if not column[place]:
            continue
        if key in {*ADDRESSES, "tags"}:
            both = [*entries(column[first]), *entries(column[place])]
            column[first] = MARK.join(dict.fromkeys(both))
        else:
            column[first] = column[place]
        if key in batch.raw:
            batch.raw[key][first] = batch.raw[key][place]


def _claim(batch: Batch, place: int, kinds: tuple[str, ...], owner: dict[Address, int]) -> None:
    for key in kinds:
        kept = []
        for value in entries(batch.values[key][place]):
            holder = owner.setdefault((ADDRESSES[key], value), place)
            if holder == place:
                kept.append(value)
            else:
                named = {"address": value, "row": batch.numbers[holder]}
                reason = _("%(address)s belongs to row %(row)s, so it was left away here.")
                batch.note(place, key, reason % named)
        batch.values[key][place] = MARK.join(kept)
