"""Making one contact of two, and two of one again."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.events import ContactsMerged, MergeUndone
from relasi.contacts.models import Company, Contact, Identity, Merge
from relasi.contacts.queries.merging import record_of, row_of
from relasi.contacts.rules import Candidate, joined, survivor
from relasi.contacts.staying import let_people_go, refuse_bound
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused

from .changing import refuse_erased
from .claims import prefer_sure
from .handing_over import give_back, hand_over, set_aside


@transaction.atomic
def merge_contacts(
    *, one_id: int, other_id: int, from_lost: Collection[str] = (), by: Actor, now: datetime
) -> int:
    """Make one contact of two and return the id that stays: the one we have known longest.

    `from_lost` names the fields whose value is taken from the one that goes (see
    queries.merging.record_of); where only one has a value, that one is kept anyway.
    """
    if one_id == other_id:
        raise Refused(_("These are the same person already. Choose another."))
    let_people_go()
    refuse_bound((one_id, other_id))
    rows = Contact.objects.select_for_update(of=("self",)).order_by("pk")
    both = {row.pk: row for row in rows.filter(pk__in=(one_id, other_id))}
    if both.keys() != {one_id, other_id}:
        raise Refused(_("One of these people is gone. Search for them again."))
    for contact in both.values():
        refuse_erased(contact)
    kept = both.pop(survivor(Candidate(row.pk, row.created_at) for row in both.values()))
    (lost,) = both.values()
    merge = Merge.objects.create(
        kept_id=kept.pk,
        lost_id=lost.pk,
        lost={"row": row_of(lost.pk), "primary": _primary_ids(lost.pk)},
        before={"primary": _primary_ids(kept.pk)},
        merged_at=now,
        merged_by=by.label,
    )
    event = ContactsMerged(merge.pk, kept.pk, lost.pk)
    _move_own_rows(event)
    bus.publish(event)
    _write(kept, _join(merge, kept, lost, from_lost), by, now)
    lost.delete()
    record(by, "merged", "contacts", kept.pk, at=now, lost=merge.lost_id, merge=merge.pk)
    return kept.pk


def _move_own_rows(event: ContactsMerged) -> None:
    """Addresses, tags and notes; of two alike one stays and the other is set aside."""
    primary = Identity.objects.filter(contact_id=event.kept_id, is_primary=True)
    Identity.objects.filter(
        contact_id=event.lost_id,
        is_primary=True,
        kind__in=list(primary.values_list("kind", flat=True)),
    ).update(is_primary=False)
    hand_over(event, table="contacts_identity")
    prefer_sure([event.kept_id])
    for table, key in (("contacts_contacttag", "tag_id"), ("contacts_bulkchangerow", "change_id")):
        set_aside(event, table=table, twin_by=key)
        hand_over(event, table=table)
    hand_over(event, table="contacts_note")


def _join(merge: Merge, kept: Contact, lost: Contact, from_lost: Collection[str]) -> dict[str, Any]:
    """The values that change on the one that stays; the merge remembers what they were."""
    before = record_of(kept)
    after = joined(before, record_of(lost), from_lost)
    changed = {key: value for key, value in after.items() if value != before.get(key)}
    merge.before |= {"values": {key: before.get(key) for key in changed}, "joined": changed}
    merge.save(update_fields=["before"])
    return changed


def _write(contact: Contact, values: dict[str, Any], by: Actor, now: datetime) -> None:
    for key, value in values.items():
        _place, _dot, field = key.partition("fields.")
        if field and value is None:
            contact.fields.pop(field, None)
        elif field:
            contact.fields[field] = value
        else:
            setattr(contact, key, value)
    contact.version += 1
    contact.updated_at, contact.updated_by = now, by.label
    contact.save()


def _primary_ids(contact_id: int) -> list[int]:
    rows = Identity.objects.filter(contact_id=contact_id, is_primary=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def undo_merge(*, merge_id: int, by: Actor, now: datetime) -> int:
    """Take them apart again and return the id of the one who had gone.

    Every row that was handed over goes back; what was changed since the merge stays as it
    was changed.
    """
    let_people_go()
    merge = _to_undo(merge_id)
    refuse_bound((merge.kept_id,))
    kept = Contact.objects.select_for_update(of=("self",)).get(pk=merge.kept_id)
    _restore_row(merge.lost["row"])
    _clear_primaries(merge)
    give_back(merge)
    _set_primaries(merge)
    now_there = record_of(kept)
    joined_then, before = merge.before["joined"], merge.before["values"]
    untouched = {key: before[key] for key in before if now_there.get(key) == joined_then[key]}
    _write(kept, untouched, by, now)
    merge.undone_at, merge.undone_by = now, by.label
    merge.save(update_fields=["undone_at", "undone_by"])
    bus.publish(MergeUndone(merge.pk, merge.kept_id, merge.lost_id))
    record(by, "merge undone", "contacts", merge.kept_id, at=now, lost=merge.lost_id)
    return merge.lost_id


def _to_undo(merge_id: int) -> Merge:
    merge = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if merge is None:
        raise NotFound(_("There is no such merge."))
    if merge.undone_at:
        raise Refused(_("These two were taken apart already."))
    if not Contact.objects.filter(pk=merge.kept_id).exists():
        raise Refused(_("This person was joined with another since. Take that apart first."))
    return merge


def _restore_row(row: dict[str, Any]) -> None:
    if row["company_id"] and not Company.objects.filter(pk=row["company_id"]).exists():
        row = row | {"company_id": None}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contact"
            " SELECT * FROM jsonb_populate_record(NULL::contacts_contact, %s::jsonb)",
            [json.dumps(row)],
        )


def _clear_primaries(merge: Merge) -> None:
    """Only one row of a kind may carry the mark at a time, so first nobody does."""
    marked = [*merge.lost["primary"], *merge.before["primary"]]
    kinds = Identity.objects.filter(pk__in=marked).values_list("kind", flat=True)
    Identity.objects.filter(contact_id=merge.kept_id, kind__in=list(kinds)).update(is_primary=False)


def _set_primaries(merge: Merge) -> None:
    """As before the merge; where that address is gone, the oldest of its kind."""
    marked = [*merge.lost["primary"], *merge.before["primary"]]
    Identity.objects.filter(pk__in=marked, contact_id__in=(merge.kept_id, merge.lost_id)).update(
        is_primary=True
    )
    for contact_id in (merge.kept_id, merge.lost_id):
        rows = Identity.objects.filter(contact_id=contact_id)
        have = set(rows.filter(is_primary=True).values_list("kind", flat=True))
        first: dict[str, int] = {}
        for kind, pk in rows.exclude(kind__in=have).order_by("pk").values_list("kind", "pk"):
            first.setdefault(kind, pk)
        rows.filter(pk__in=first.values()).update(is_primary=True)
