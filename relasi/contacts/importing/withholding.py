"""Rows about people who were erased are left out of a file, and nothing of them is kept."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from relasi.contacts.queries.erased import Address, anybody_erased, erased_among
from relasi.contacts.rules import Unfit, normalise_address

from .batches import Batch, Remark, without
from .people.fields import ADDRESSES
from .people.sameness import entries


def without_erased(batch: Batch) -> Batch:
    """The rows that nobody erased is named in; of the others it is said that they were left out."""
    named = _named(batch) if anybody_erased() else {}
    gone = erased_among(address for addresses in named.values() for address in addresses)
    places = [place for place, addresses in named.items() if gone & set(addresses)]
    if not places:
        return batch
    remarks = batch.remarks + [_left_out(batch.numbers[place]) for place in places]
    kept = batch.only(without(len(batch), places))
    kept.remarks = remarks
    return kept


def _named(batch: Batch) -> dict[int, list[Address]]:
    found: dict[int, list[Address]] = {}
    for key, kind in ADDRESSES.items():
        for place, cell in enumerate(batch.values.get(key, ())):
            found.setdefault(place, []).extend((kind, value) for value in entries(cell))
    return found


def _left_out(number: int) -> Remark:
    reason = _("Whoever this row is about was erased, as they wished. It was left out.")
    return Remark(number, "refused", "", reason, [])


def blanked(remarks: Sequence[Remark], country: str) -> list[Remark]:
    """What is said of a row shows its cells, but not those of somebody who was erased."""
    if not remarks or not anybody_erased():
        return list(remarks)
    named = {
        number: {address for cell in remark.cells for address in _maybe(cell, country)}
        for number, remark in enumerate(remarks)
    }
    gone = erased_among(address for addresses in named.values() for address in addresses)
    return [
        replace(_left_out(remark.number), kind=remark.kind) if gone & named[number] else remark
        for number, remark in enumerate(remarks)
    ]


def _maybe(cell: str, country: str) -> list[Address]:
    """What a cell may be that was not checked."""
    found: list[Address] = []
    for kind in ADDRESSES.values():
        try:
            found.append((kind, normalise_address(kind, cell, country)))
        except Unfit:
            continue
    return found
