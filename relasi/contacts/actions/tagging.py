"""Tags on one person. Many at once are a bulk change."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import ContactTag, Tag
from relasi.kernel.errors import NotFound, Refused

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


@transaction.atomic
def rename_tag(*, tag_id: int, name: str, by: Actor, now: datetime) -> None:
    """Another word for everybody who has the tag; segments that ask for it keep asking for it."""
    tag = Tag.objects.select_for_update().filter(pk=tag_id).first()
    if tag is None:
        raise NotFound(_("This tag is not here any more."))
    text, before = clean_tag(name), tag.name
    if Tag.objects.filter(name__iexact=text).exclude(pk=tag_id).exists():
        sentence = _("There is a tag “%(tag)s” already. Choose another word.")
        raise Refused(sentence % {"tag": text}, field="tag")
    if text == before:
        return
    tag.name = text
    tag.save(update_fields=["name"])
    record(by, "renamed tag", "settings", tag_id, at=now, before=before, after=text)
