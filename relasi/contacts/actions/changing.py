"""Changing what we know about a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.events import ContactChanged
from relasi.contacts.models import Contact, ContactTag
from relasi.contacts.rules import PERSON_ATTRIBUTES
from relasi.contacts.sentences import Problems
from relasi.kernel import bus
from relasi.kernel.errors import Conflict, NotFound, Refused

from .addresses import LISTS, Written, clean_addresses, refuse_known, set_addresses
from .cleaning import clean_attributes, clean_company, clean_fields, clean_owner, clean_tags
from .tagging import find_or_add_tag, tag_one


class Outdated(Conflict):
    """Somebody else changed it meanwhile; `version` is the one that holds now."""

    code = "outdated"

    def __init__(self, sentence: str, *, version: int) -> None:
        super().__init__(sentence)
        self.version = version


@transaction.atomic
def change_contact(
    *,
    contact_id: int,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> bool:
    """Change what `changes` names and nothing else; says whether anything is different.

    Keys: those of rules.PERSON_ATTRIBUTES, "company_id", "owner_id", "fields" (custom fields
    by key, only those given change), and as whole lists "emails", "phones", "handles",
    "external_id" (text), "tags". Raises Unacceptable; Outdated when the row is not at
    `expected_version` any more.
    """
    contact = lock(contact_id, expected_version)
    problems = Problems()
    different = _set_columns(contact, changes, now, problems)
    different |= _set_lists(contact, changes, now, problems)
    if "tags" in changes:
        different |= _set_tags(contact_id, clean_tags(changes["tags"], problems), now)
    problems.raise_any()
    if different:
        contact.version += 1
        contact.updated_at, contact.updated_by = now, by.label
        contact.save()
        bus.publish(ContactChanged(contact_id))
        record(by, "changed", "contacts", contact_id, at=now, keys=sorted(changes))
    return different


def lock(contact_id: int, expected_version: int | None = None) -> Contact:
    """The row, ours until the transaction ends."""
    contact = Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(_("This person is not here any more. Search for them again."))
    refuse_erased(contact)
    if expected_version not in {None, contact.version}:
        sentence = _("Somebody changed this person while you were writing. Compare, then save.")
        raise Outdated(sentence, version=contact.version)
    return contact


def refuse_erased(contact: Contact) -> None:
    """Somebody without a name stands for what stayed of them; nothing personal comes back."""
    if contact.erased_at:
        raise Refused(_("This person was deleted. What stayed of them cannot be changed."))


def _set_columns(
    contact: Contact, changes: Mapping[str, Any], now: datetime, problems: Problems
) -> bool:
    plain = {key: changes[key] for key in PERSON_ATTRIBUTES if key in changes}
    wanted = clean_attributes("contact", plain, now, problems)
    wanted |= {key: changes[key] for key in ("company_id", "owner_id") if key in changes}
    if wanted.get("owner_id", contact.owner_id) != contact.owner_id:
        clean_owner(wanted["owner_id"], problems)
    clean_company(wanted.get("company_id"), problems)
    written = clean_fields("contact", changes.get("fields") or {}, problems)
    merged = {k: v for k, v in (contact.fields | written).items() if v is not None}
    wanted["fields"] = merged
    different = any(getattr(contact, key) != value for key, value in wanted.items())
    for key, value in wanted.items():
        setattr(contact, key, value)
    return different


def _set_lists(
    contact: Contact, changes: Mapping[str, Any], now: datetime, problems: Problems
) -> bool:
    lists: dict[str, tuple[str, Written]] = {
        field: (kind, changes[field]) for field, kind in LISTS.items() if field in changes
    }
    if "external_id" in changes:
        lists["external_id"] = ("external", _external_ids(contact, changes["external_id"]))
    clean = {}
    for field, (kind, written) in lists.items():
        clean[kind] = clean_addresses(kind, written, field, problems)
        refuse_known(kind, clean[kind], contact.pk, field, problems)
    if problems.found:
        return False
    changed = [set_addresses(contact.pk, kind, clean[kind], now) for kind in clean]
    return any(changed)


def _set_tags(contact_id: int, names: tuple[str, ...], now: datetime) -> bool:
    kept = [find_or_add_tag(name) for name in names]
    gone = ContactTag.objects.filter(contact_id=contact_id).exclude(tag__in=kept)
    removed = gone.delete()[0]
    added = [tag_one(contact_id, tag.name, now) for tag in kept]
    return removed > 0 or any(added)


def _external_ids(contact: Contact, written: str | None) -> tuple[str, ...]:
    """The first one is replaced; others, which a merge may have brought, stay."""
    rows = contact.identities.filter(kind="external", is_primary=False).order_by("pk")
    others = rows.values_list("value", flat=True)
    return (*((written,) if written else ()), *others)
