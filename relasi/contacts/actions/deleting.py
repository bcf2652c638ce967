"""Deleting people and companies.

What is personal goes: name, addresses, tags, notes, and what other packages know of the person.
What the house must be able to count on stays, without a name: orders, messages that were sent,
places in the draw of a campaign. Then the row stays too, empty, so that no figure changes.
"""

# ruff: noqa: S608 - the statements are ours
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts.public import Actor, record
from relasi.contacts.events import ContactsDeleted
from relasi.contacts.importing.targets import derived
from relasi.contacts.models import Contact
from relasi.contacts.queries.deleting import stays
from relasi.contacts.staying import let_people_go
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from .changing import lock
from .companies import lock_company

# Whoever is joined into these people, and into those. Who was taken apart again is somebody else.
JOINED = """
WITH RECURSIVE joined AS (
    SELECT lost_id FROM contacts_merge WHERE kept_id = ANY(%(ids)s) AND undone_at IS NULL
    UNION
    SELECT m.lost_id FROM contacts_merge m JOIN joined j ON m.kept_id = j.lost_id
    WHERE m.undone_at IS NULL
)
"""
# A merge holds how both of them were before, also when it was undone.
MERGES = (
    JOINED
    + """, people AS (SELECT unnest(%(ids)s::bigint[]) AS id UNION SELECT lost_id FROM joined),
merges AS (
    SELECT id FROM contacts_merge
    WHERE kept_id IN (SELECT id FROM people) OR lost_id IN (SELECT id FROM people)
)
"""
)
FORGET = (
    """DELETE FROM contacts_mention m USING contacts_note n
    WHERE n.id = m.note_id AND n.contact_id = ANY(%(ids)s)""",
    "DELETE FROM contacts_note WHERE contact_id = ANY(%(ids)s)",
    "DELETE FROM contacts_contacttag WHERE contact_id = ANY(%(ids)s)",
    "DELETE FROM contacts_bulkchangerow WHERE contact_id = ANY(%(ids)s)",
    """DELETE FROM contacts_addressfinding f USING contacts_identity i
    WHERE i.id = f.identity_id AND i.contact_id = ANY(%(ids)s)""",
    """DELETE FROM contacts_mailexchange m USING contacts_identity i
    WHERE m.domain = split_part(i.value, '@', 2) AND i.contact_id = ANY(%(ids)s)""",
    "DELETE FROM contacts_identity WHERE contact_id = ANY(%(ids)s)",
    "DELETE FROM contacts_matchproposal WHERE a_id = ANY(%(ids)s) OR b_id = ANY(%(ids)s)",
    "DELETE FROM contacts_matchentry WHERE contact_id = ANY(%(ids)s)",
    MERGES + "DELETE FROM contacts_mergedrow WHERE merge_id IN (SELECT id FROM merges)",
    MERGES + "DELETE FROM contacts_merge WHERE id IN (SELECT id FROM merges)",
    """DELETE FROM contacts_importchange WHERE
    ("table" = 'contacts_contact' AND row_id = ANY(%(ids)s))
    OR ("table" IN ('contacts_identity', 'contacts_contacttag')
        AND (coalesce(after, before) ->> 'contact_id')::bigint = ANY(%(ids)s))""",
)
TAKE_NAMES = """
UPDATE contacts_contact SET name = '', given_name = '', family_name = '', job_title = '',
    company_id = NULL, street = '', postal_code = '', city = '', region = '', country = '',
    language = '', time_zone = '', born_on = NULL, source = '', fields = '{}',
    updated_at = %(now)s, updated_by = %(by)s, erased_at = %(now)s, version = version + 1
WHERE id = ANY(%(ids)s)
"""


class StillHeld(Refused):
    """Rows hang on it; `reasons` names them: ("1 person",)."""

    code = "still_held"

    def __init__(self, sentence: str, reasons: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Deleted:
    """Who is gone, and of whom something stays without a name."""

    gone: tuple[int, ...]
    nameless: tuple[int, ...]


@transaction.atomic
def delete_contact(*, contact_id: int, by: Actor, now: datetime) -> None:
    """Raises NotFound, and Refused for somebody who was deleted already."""
    let_people_go()
    lock(contact_id)
    done = erase([contact_id], by.label, now)
    record(by, "deleted", "contacts", contact_id, at=now, rest_stays=bool(done.nameless))


@transaction.atomic
def erase(contact_ids: Iterable[int], by_label: str, now: datetime) -> Deleted:
    """Delete these people; those who are gone already are passed over. The caller records it."""
    let_people_go()
    rows = Contact.objects.select_for_update(of=("self",)).order_by("pk")
    ids = list(rows.filter(pk__in=contact_ids, erased_at=None).values_list("pk", flat=True))
    bus.publish(ContactsDeleted((*ids, *joined_into(ids))))
    values: dict[str, Any] = {"ids": ids, "now": now, "by": by_label}
    for statement in FORGET:
        _execute(statement, values)
    nameless = tuple(stays(ids))
    _execute(TAKE_NAMES, values | {"ids": list(nameless)})
    gone = tuple(pk for pk in ids if pk not in nameless)
    _remove(gone)
    return Deleted(gone, nameless)


def joined_into(ids: Sequence[int]) -> list[int]:
    """Who became one of these people, however many merges ago."""
    with connection.cursor() as cursor:
        cursor.execute(JOINED + "SELECT lost_id FROM joined", {"ids": list(ids)})
        return [row[0] for row in cursor.fetchall()]


def _remove(ids: Sequence[int]) -> None:
    """The rows themselves, after what is computed from them. A row that somebody above keeps
    and did not register makes it fail here, not when the transaction ends.
    """
    values = {"ids": list(ids)}
    for table, column in sorted(derived()):
        if column == "contact_id":
            _execute(f"DELETE FROM {table} WHERE contact_id = ANY(%(ids)s)", values)
    _execute("DELETE FROM contacts_contact WHERE id = ANY(%(ids)s)", values)
    _execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", None)


def _execute(statement: str, values: dict[str, Any] | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@transaction.atomic
def delete_company(*, company_id: int, by: Actor, now: datetime) -> None:
    """Remove a company without people. Raises StillHeld."""
    company = lock_company(company_id)
    people = Contact.objects.filter(company_id=company_id).count()
    if people:
        reason = ngettext("%(n)d person", "%(n)d people", people) % {"n": people}
        sentence = _("This company cannot be deleted: %(reasons)s belong to it. Move them first.")
        raise StillHeld(sentence % {"reasons": reason}, (reason,))
    company.delete()
    record(by, "deleted", "companies", company_id, at=now)
