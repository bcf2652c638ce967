"""What would go with people who are deleted, and what would stay without a name."""

from collections.abc import Callable, Sequence

from django.db import connection
from django.utils.translation import ngettext

from relasi.contacts import registry

Words = tuple[str, ...]


def goes(contact_id: int) -> Words:
    """What is deleted with a person, in words."""
    own = ("contacts_note", _notes)
    others = [(one.table, one.words) for one in registry.holdings() if not one.stays]
    return _said([own, *others], [contact_id]).get(contact_id, ())


def stays(ids: Sequence[int]) -> dict[int, Words]:
    """What stays without a name, by contact; those of whom nothing stays are left out."""
    return _said([(one.table, one.words) for one in registry.holdings() if one.stays], ids)


def how_many_stay(change_id: int) -> int:
    """Of the people a bulk change concerns, those of whom something stays."""
    held = " OR ".join(
        f"EXISTS (SELECT FROM {one.table} h WHERE h.contact_id = r.contact_id)"
        for one in registry.holdings()
        if one.stays
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM contacts_bulkchangerow r"  # noqa: S608  (names of tables)
            f" WHERE r.change_id = %s AND ({held or 'FALSE'})",
            [change_id],
        )
        return int(cursor.fetchone()[0])


def _said(
    counted: Sequence[tuple[str, Callable[[int], str]]], ids: Sequence[int]
) -> dict[int, Words]:
    found: dict[int, Words] = {}
    with connection.cursor() as cursor:
        for table, words in counted:
            cursor.execute(
                f"SELECT contact_id, count(*) FROM {table}"  # noqa: S608  (names of tables)
                " WHERE contact_id = ANY(%s) GROUP BY contact_id",
                [list(ids)],
            )
            for contact_id, number in cursor.fetchall():
                found[contact_id] = (*found.get(contact_id, ()), words(number))
    return found


def _notes(count: int) -> str:
    return ngettext("%(n)d note", "%(n)d notes", count) % {"n": count}
