"""The people behind rows of something else: an order's customer, who stated a consent."""

from dataclasses import replace

from relasi.contacts.importing.batches import MARK, Batch

from .addresses import leave_foreign, owners
from .fields import ADDRESSES
from .fresh import add_people
from .sameness import FALLBACK, identified

PERSON_FIELDS = ("name", "given_name", "family_name", "city", "country")


def find_people(batch: Batch) -> list[int]:
    """The contact of each row, 0 for nobody: by what the run matches by, else the next it has."""
    owned = owners(batch)
    found = []
    order = _order(batch)
    columns = [(ADDRESSES[key], batch.values[key]) for key in order]
    for place in range(len(batch)):
        keys = (
            (kind, column[place].partition(MARK)[0]) for kind, column in columns if column[place]
        )
        found.append(next((owned[key] for key in keys if key in owned), 0))
    return found


def ensure_people(batch: Batch) -> list[int]:
    """The same, with those made who are not known; 0 for rows that name nobody."""
    found = find_people(batch)
    missing = [place for place, contact in enumerate(found) if not contact]
    if missing:
        _add(batch.only(_first_of_each(batch, missing)), batch)
        found = find_people(batch)
    return found


def count_new_people(batch: Batch) -> int:
    """How many people these rows would add."""
    if batch.run.mode == "update":
        return 0
    missing = [place for place, contact in enumerate(find_people(batch)) if not contact]
    return len(identified(_people(batch.only(_first_of_each(batch, missing)))).batch)


def _order(batch: Batch) -> list[str]:
    first = batch.run.match_by
    return [key for key in dict.fromkeys((first, *FALLBACK)) if key in batch.values]


def _first_of_each(batch: Batch, places: list[int]) -> list[int]:
    """One row for each person: rows without any address name nobody."""
    order = _order(batch)
    first: dict[tuple[str, str], int] = {}
    for place in places:
        key = next(((k, batch.values[k][place]) for k in order if batch.values[k][place]), None)
        if key is not None:
            first.setdefault(key, place)
    return list(first.values())


def _people(rows: Batch) -> Batch:
    keys = [key for key in (*ADDRESSES, *PERSON_FIELDS) if key in rows.values]
    return replace(
        rows,
        run=replace(rows.run, mode="create"),
        values={key: rows.values[key] for key in keys},
        raw={key: rows.raw[key] for key in keys},
        remarks=[],
    )


def _add(rows: Batch, into: Batch) -> None:
    who = identified(_people(rows))
    leave_foreign(who.batch, [0] * len(who.batch), owners(who.batch))
    if who.batch.numbers:
        add_people(who.batch)
    into.remarks += [r for r in who.batch.remarks if r.kind == "note"]
