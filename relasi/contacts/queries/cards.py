"""One person, with all their addresses; many persons, with what a message needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relasi.contacts.models import Contact, ContactTag, Identity
from relasi.contacts.rules import PERSON_ATTRIBUTES, called
from relasi.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """`value` is the written form we compare, `shown` what the person wrote. `is_claimed`:
    nobody but a page or an app said that it is theirs.
    """

    id: int
    kind: str
    value: str
    shown: str
    label: str
    is_primary: bool
    validity: str
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class ContactCard:
    id: int
    name: str
    given_name: str
    family_name: str
    job_title: str
    company_id: int | None
    company: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    language: str
    time_zone: str
    born_on: date | None
    source: str
    owner_id: int | None
    fields: dict[str, Any]
    identities: tuple[IdentityCard, ...]
    tags: tuple[str, ...]
    is_sample: bool
    created_at: datetime
    updated_at: datetime
    updated_by: str
    version: int
    erased_at: datetime | None

    def addresses(self, kind: str) -> tuple[IdentityCard, ...]:
        """Of one kind, the primary one first."""
        return tuple(i for i in self.identities if i.kind == kind)

    def values(self, kind: str) -> tuple[str, ...]:
        return tuple(i.value for i in self.addresses(kind))

    @property
    def emails(self) -> tuple[str, ...]:
        return self.values("email")

    @property
    def sure_emails(self) -> tuple[str, ...]:
        """Those that are surely theirs: what is for nobody else's eyes goes only there."""
        return tuple(i.value for i in self.addresses("email") if not i.is_claimed)

    @property
    def confirmable_emails(self) -> tuple[str, ...]:
        """Those whose reader may answer for this person. Of somebody whose number is surely
        known, one that only a page told may be anybody's.
        """
        is_known = any(not i.is_claimed for i in self.addresses("external"))
        return self.sure_emails if is_known else self.emails

    @property
    def phones(self) -> tuple[str, ...]:
        return self.values("phone")

    @property
    def handles(self) -> tuple[str, ...]:
        return self.values("handle")

    @property
    def external_id(self) -> str:
        return next(iter(self.values("external")), "")

    @property
    def email(self) -> str:
        return next(iter(self.emails), "")

    @property
    def phone(self) -> str:
        return next(iter(self.phones), "")

    @property
    def called(self) -> str:
        """The name, or an address or number, or "No name"; "Deleted person" for who was."""
        if self.erased_at:
            return _("Deleted person")
        first = {i.kind: i.value for i in reversed(self.identities)}
        return called(self.name, first) or _("No name")


def card(contact_id: int) -> ContactCard:
    """Everything we hold about one person. Raises NotFound."""
    found = cards([contact_id])
    if not found:
        raise NotFound(_("This person is not here any more. Search for them again."))
    return found[0]


def cards(ids: Sequence[int]) -> list[ContactCard]:
    """In the order of `ids`; those who are gone are left out."""
    rows = {row.pk: row for row in Contact.objects.select_related("company").filter(pk__in=ids)}
    identities = _identities(ids)
    tags = tags_of(ids)
    return [_card(rows[pk], identities.get(pk, ()), tags.get(pk, ())) for pk in ids if pk in rows]


def _card(
    contact: Contact, identities: tuple[IdentityCard, ...], tags: tuple[str, ...]
) -> ContactCard:
    return ContactCard(
        id=contact.pk,
        **{key: getattr(contact, key) for key in PERSON_ATTRIBUTES},
        company_id=contact.company_id,
        company=contact.company.name if contact.company else "",
        owner_id=contact.owner_id,
        fields=contact.fields,
        identities=identities,
        tags=tags,
        is_sample=contact.is_sample,
        created_at=contact.created_at,
        updated_at=contact.updated_at,
        updated_by=contact.updated_by,
        version=contact.version,
        erased_at=contact.erased_at,
    )


def _identities(ids: Sequence[int]) -> dict[int, tuple[IdentityCard, ...]]:
    found: dict[int, tuple[IdentityCard, ...]] = {}
    rows = Identity.objects.filter(contact_id__in=ids).order_by("-is_primary", "pk")
    for i in rows:
        one = IdentityCard(
            i.pk, i.kind, i.value, i.shown, i.label, i.is_primary, i.validity, i.is_claimed
        )
        found[i.contact_id] = (*found.get(i.contact_id, ()), one)
    return found


def tags_of(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The names of each one's tags, in order."""
    found: dict[int, tuple[str, ...]] = {}
    rows = ContactTag.objects.filter(contact_id__in=ids).order_by("tag__name")
    for contact_id, name in rows.values_list("contact_id", "tag__name"):
        found[contact_id] = (*found.get(contact_id, ()), name)
    return found


def find_contact(kind: str, value: str) -> int | None:
    """Whom a normalised address ("email", "phone", "handle", "external") points to."""
    found = Identity.objects.filter(kind=kind, value=value)
    return found.values_list("contact_id", flat=True).first()


def exists(contact_id: int) -> bool:
    return Contact.objects.filter(pk=contact_id).exists()


def owner_of(contact_id: int) -> int | None:
    """Whose contact it is. Raises NotFound."""
    row = Contact.objects.filter(pk=contact_id).values_list("owner_id").first()
    if row is None:
        raise NotFound(_("This person is not here any more. Search for them again."))
    owner_id: int | None = row[0]
    return owner_id


def names(ids: Iterable[int]) -> dict[int, str]:
    """How each is called, by id; those who are gone are left out."""
    rows = Contact.objects.filter(pk__in=set(ids)).values_list("pk", "name", "erased_at")
    found = {pk: _("Deleted person") if erased_at else name for pk, name, erased_at in rows}
    nameless = [pk for pk, name in found.items() if not name]
    addresses = primary_addresses(nameless) if nameless else {}
    return {pk: called(name, addresses.get(pk, {})) or _("No name") for pk, name in found.items()}


def primary_addresses(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """By contact, the primary address of each kind: {7: {"email": "ann@example.org"}}."""
    rows = Identity.objects.filter(contact_id__in=list(ids), is_primary=True).order_by("kind")
    found: dict[int, dict[str, str]] = {}
    for contact_id, kind, value in rows.values_list("contact_id", "kind", "value"):
        found.setdefault(contact_id, {})[kind] = value
    return found


def countries_in_use() -> tuple[str, ...]:
    """The countries people live in, each read once from the index (a loose index scan)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE used AS ("
            " (SELECT country FROM contacts_contact WHERE country <> '' ORDER BY country LIMIT 1)"
            " UNION ALL SELECT (SELECT c.country FROM contacts_contact c"
            " WHERE c.country > used.country AND c.country <> '' ORDER BY c.country LIMIT 1)"
            " FROM used WHERE used.country IS NOT NULL)"
            " SELECT country FROM used WHERE country IS NOT NULL"
        )
        return tuple(row[0] for row in cursor.fetchall())
