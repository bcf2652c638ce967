"""Orders without a number get one from what they are, the same whenever the file is read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from relasi.contacts.public import importing

LONGEST = 120


def numbered(batch: importing.Batch) -> list[str]:
    """The order number of each row: the file's, or customer/day/amount. A customer's second
    order of the same day and amount is told apart by its place among these in the file.
    """
    given = batch.column("number")
    if all(given):
        return given
    return [
        number or _counted(key, batch.run.prepared.get(str(row), 1))
        for number, key, row in zip(given, _keys(batch), batch.numbers, strict=True)
    ]


def repeats_in_file(keys: frozenset[str], batches: Iterable[importing.Batch]) -> Mapping[str, int]:
    """Which row is the second, third … with the same key; rows that are the first are left out."""
    if "number" in keys:
        return {}
    seen: defaultdict[int, int] = defaultdict(int)
    found: dict[str, int] = {}
    for batch in batches:
        for row, key in zip(batch.numbers, _keys(batch), strict=True):
            mark = hash(key)
            seen[mark] += 1
            if seen[mark] > 1:
                found[str(row)] = seen[mark]
    return found


def _keys(batch: importing.Batch) -> list[str]:
    whose = zip(
        batch.column("external_id"), batch.column("email"), batch.column("phone"), strict=True
    )
    worth = zip(batch.column("amount"), batch.column("unit_price"), strict=True)
    return [
        f"{one or two or three}/{at[:10].replace('-', '')}/{amount or price}"[: LONGEST - 8]
        for (one, two, three), at, (amount, price) in zip(
            whose, batch.column("placed_at"), worth, strict=True
        )
    ]


def _counted(key: str, place: int) -> str:
    return key if place == 1 else f"{key}/{place}"
