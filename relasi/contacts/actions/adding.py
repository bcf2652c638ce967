"""A new person, a new company."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.events import ContactAdded
from relasi.contacts.models import Contact, Identity
from relasi.contacts.rules import PERSON_ATTRIBUTES, full_name
from relasi.contacts.sentences import Problems
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from .addresses import CleanAddress, Written, clean_addresses, refuse_known
from .cleaning import clean_attributes, clean_company, clean_fields, clean_owner, clean_tags
from .tagging import tag_one


def add_contact(  # noqa: PLR0913  (a person has many sides, each by name)
    *,
    emails: Written = (),
    phones: Written = (),
    handles: Written = (),
    external_id: str = "",
    company_id: int | None = None,
    owner_id: int | None = None,
    tags: Iterable[str] = (),
    fields: Mapping[str, Any] | None = None,
    is_sample: bool = False,
    by: Actor,
    now: datetime,
    **attributes: Any,
) -> int:
    """Add a person and return their id. `attributes` are those of rules.PERSON_ATTRIBUTES.

    Raises Unacceptable with a sentence for each field at fault; `known` in it says whom an
    address already belongs to.
    """
    problems = Problems()
    cleaned: dict[str, Any] = dict.fromkeys(PERSON_ATTRIBUTES, "") | {"born_on": None}
    cleaned |= clean_attributes("contact", attributes, now, problems)
    cleaned["name"] = cleaned["name"] or full_name(cleaned["given_name"], cleaned["family_name"])
    values = clean_fields("contact", fields or {}, problems)
    clean_owner(owner_id, problems)
    clean_company(company_id, problems)
    words = clean_tags(tags, problems)
    lists = {"emails": emails, "phones": phones, "handles": handles}
    lists["external_id"] = (external_id,) if external_id else ()
    addresses = _new_addresses(lists, problems)
    if not problems.found and not cleaned["name"] and not addresses:
        problems.found["name"] = _("A person needs a name or an address. Write one of them.")
    problems.raise_any()
    contact = Contact(
        **cleaned,
        fields={key: value for key, value in values.items() if value is not None},
        company_id=company_id,
        owner_id=owner_id,
        is_sample=is_sample,
        created_at=now,
        updated_at=now,
        updated_by=by.label,
    )
    return _store(contact, addresses, words, by, now)


def _new_addresses(lists: Mapping[str, Written], problems: Problems) -> list[CleanAddress]:
    found: list[CleanAddress] = []
    kinds = {"emails": "email", "phones": "phone", "handles": "handle", "external_id": "external"}
    for field, written in lists.items():
        addresses = clean_addresses(kinds[field], written, field, problems)
        refuse_known(kinds[field], addresses, None, field, problems)
        found.extend(addresses)
    return found


@transaction.atomic
def _store(
    contact: Contact,
    addresses: Iterable[CleanAddress],
    tags: Iterable[str],
    by: Actor,
    now: datetime,
) -> int:
    contact.save(force_insert=True)
    rows = [
        Identity(
            contact=contact,
            kind=a.kind,
            value=a.value,
            shown=a.shown,
            label=a.label,
            is_primary=a.is_primary,
            validity=a.validity or "unknown",
            created_at=now,
        )
        for a in addresses
    ]
    try:
        with transaction.atomic():
            Identity.objects.bulk_create(rows)
    except IntegrityError as error:
        sentence = _("Somebody added one of these addresses just now. Look again, then save.")
        raise Refused(sentence, field="emails") from error
    for name in tags:
        tag_one(contact.pk, name, now)
    bus.publish(ContactAdded(contact.pk))
    record(by, "added", "contacts", contact.pk, at=now)
    return contact.pk
