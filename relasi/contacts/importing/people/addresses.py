"""Whose the addresses of a batch are, in the database."""

from django.db import connection
from django.utils.translation import gettext as _

from relasi.contacts.importing.batches import MARK, Batch

from .fields import ADDRESSES
from .sameness import Address, entries

Owners = dict[Address, int]


def owners(batch: Batch) -> Owners:
    """The contact of every address in the batch that is known."""
    found: Owners = {}
    with connection.cursor() as cursor:
        for key, kind in ADDRESSES.items():
            values = sorted({v for cell in batch.values.get(key, ()) for v in entries(cell)})
            if values:
                cursor.execute(
                    "SELECT value, contact_id FROM contacts_identity"
                    " WHERE kind = %s AND value = ANY(%s)",
                    [kind, values],
                )
                found |= {(kind, value): contact for value, contact in cursor.fetchall()}
    return found


def leave_foreign(batch: Batch, known: list[int], owned: Owners) -> None:
    """An address that belongs to somebody else is left away, and said so. `known` is the
    contact of each row, 0 for a new one.
    """
    foreign: list[tuple[int, str, str, int]] = []
    for key, kind in ADDRESSES.items():
        for place, cell in enumerate(batch.values.get(key, ())):
            for value in entries(cell):
                owner = owned.get((kind, value), known[place])
                if owner != known[place]:
                    foreign.append((place, key, value, owner))
    if not foreign:
        return
    names = _names({owner for *_rest, owner in foreign})
    for place, key, value, owner in foreign:
        kept = [v for v in entries(batch.values[key][place]) if v != value]
        batch.values[key] = [*batch.values[key]]
        batch.values[key][place] = MARK.join(kept)
        named = {"address": value, "name": names.get(owner) or f"#{owner}"}
        reason = _("%(address)s already belongs to %(name)s, so it was left away here.")
        batch.note(place, key, reason % named)


def _names(ids: set[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM contacts_contact WHERE id = ANY(%s)", [list(ids)])
        return dict(cursor.fetchall())
