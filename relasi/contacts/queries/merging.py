"""What two contacts disagree about, and which merges made one of two."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relasi.contacts.models import Contact, Merge
from relasi.contacts.rules import PERSON_ATTRIBUTES, Candidate, differing, survivor
from relasi.kernel.errors import NotFound, Refused

from .cards import ContactCard, card


@dataclass(frozen=True, slots=True)
class MergePreview:
    """`differing` are the fields for which somebody must choose."""

    kept: ContactCard
    lost: ContactCard
    differing: tuple[str, ...]
    values: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class MergeCard:
    id: int
    kept_id: int
    lost_id: int
    lost_name: str
    merged_at: datetime
    merged_by: str


def record_of(contact: Contact) -> dict[str, Any]:
    """Every single value of a contact by key, custom fields as "fields.brews_with"."""
    values = {key: getattr(contact, key) for key in PERSON_ATTRIBUTES}
    values |= {"company_id": contact.company_id, "owner_id": contact.owner_id}
    values |= {f"fields.{key}": value for key, value in contact.fields.items()}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def row_of(contact_id: int) -> dict[str, Any]:
    """The whole row as JSON, so that it can be put back as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(contacts_contact)::text FROM contacts_contact WHERE id = %s",
            [contact_id],
        )
        row: dict[str, Any] = json.loads(cursor.fetchone()[0])
        return row


def survivor_of(contact_id: int) -> int:
    """Who answers for this id: the contact itself, or the one it was joined with since.

    What points at a contact from outside (a link in a mail) outlives its merge.
    """
    while not Contact.objects.filter(pk=contact_id).exists():
        merges = Merge.objects.filter(lost_id=contact_id, undone_at=None).order_by("-pk")
        kept_id = merges.values_list("kept_id", flat=True).first()
        if kept_id is None:
            return contact_id
        contact_id = kept_id
    return contact_id


def merge_preview(one_id: int, other_id: int) -> MergePreview:
    """What will be when these two are joined. Raises NotFound, Refused."""
    if one_id == other_id:
        raise Refused(_("These are the same person already. Choose another."))
    cards = {one_id: card(one_id), other_id: card(other_id)}
    if any(one.erased_at for one in cards.values()):
        raise Refused(_("One of these people was deleted. Choose another."))
    kept = survivor(Candidate(c.id, c.created_at) for c in cards.values())
    lost = other_id if kept == one_id else one_id
    rows = {row.pk: record_of(row) for row in Contact.objects.filter(pk__in=cards)}
    return MergePreview(
        kept=cards[kept],
        lost=cards[lost],
        differing=differing(rows[kept], rows[lost]),
        values={
            key: (rows[kept].get(key), rows[lost].get(key))
            for key in (*rows[kept], *(k for k in rows[lost] if k not in rows[kept]))
        },
    )


def merges_of(contact_id: int) -> tuple[MergeCard, ...]:
    """The merges this person was made of and that can be undone, newest first."""
    rows = Merge.objects.filter(kept_id=contact_id, undone_at=None).order_by("-pk")
    return tuple(_card(row) for row in rows)


def find_merge(merge_id: int) -> MergeCard:
    """Raises NotFound."""
    row = Merge.objects.filter(pk=merge_id).first()
    if row is None:
        raise NotFound(_("There is no such merge."))
    return _card(row)


def _card(row: Merge) -> MergeCard:
    return MergeCard(
        id=row.pk,
        kept_id=row.kept_id,
        lost_id=row.lost_id,
        lost_name=row.lost["row"]["name"],
        merged_at=row.merged_at,
        merged_by=row.merged_by,
    )
