"""Tags on one person. Many at once are a bulk change."""

from datetime import datetime

from django.db import transaction

from relasi.accounts.public import Actor, record
from relasi.contacts.models import ContactTag, Tag

from .cleaning import clean_tag


def tag_one(contact_id: int, name: str, now: datetime) -> bool:
    """Put a tag on a person; says whether it is new there."""
    tag = find_or_add_tag(name)
    _row, created = ContactTag.objects.get_or_create(
        contact_id=contact_id, tag=tag, defaults={"tagged_at": now}
    )
    return created


def find_or_add_tag(name: str, *, is_sample: bool = False) -> Tag:
    """The tag of this name whatever its case, made when it is new."""
    text = clean_tag(name)
    known = Tag.objects.filter(name__iexact=text).order_by("pk").first()
    return known or Tag.objects.get_or_create(name=text, defaults={"is_sample": is_sample})[0]


@transaction.atomic
def tag_contact(*, contact_id: int, tag: str, by: Actor, now: datetime) -> None:
    if tag_one(contact_id, tag, now):
        record(by, "tagged", "contacts", contact_id, at=now, tag=tag)


@transaction.atomic
def untag_contact(*, contact_id: int, tag: str, by: Actor, now: datetime) -> None:
    rows = ContactTag.objects.filter(contact_id=contact_id, tag__name__iexact=tag)
    if rows.delete()[0]:
        record(by, "untagged", "contacts", contact_id, at=now, tag=tag)
