"""Setting the addresses of a person: each points to exactly one contact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.contacts.models import Identity, Validity
from relasi.contacts.queries.cards import names
from relasi.contacts.queries.erased import erased_among
from relasi.contacts.rules import WrittenAddress, normalise_address
from relasi.contacts.sentences import AlreadyKnown, Problems, erased_sentence
from relasi.kernel.errors import Refused

LISTS = {"emails": "email", "phones": "phone", "handles": "handle"}
MOST_ADDRESSES = 50
LONGEST_LABEL = 40

Written = Sequence[str | WrittenAddress]


@dataclass(frozen=True, slots=True)
class CleanAddress:
    kind: str
    value: str
    shown: str
    label: str
    is_primary: bool
    validity: str | None


def clean_addresses(
    kind: str, written: Written, field: str, problems: Problems
) -> tuple[CleanAddress, ...]:
    """Each address once, exactly one of them primary: the one marked, else the first."""
    country = accounts.organisation().country if kind == "phone" else ""
    found: dict[str, CleanAddress] = {}
    if len(written) > MOST_ADDRESSES:
        problems.found[field] = _("Nobody has more than 50 addresses of one kind.")
        return ()
    for number, one in enumerate(written):
        with problems.beside(f"{field}.{number}"):
            address = one if isinstance(one, WrittenAddress) else WrittenAddress(one)
            clean = _clean(kind, address, country)
            found.setdefault(clean.value, clean)
    return _with_primary(found.values())


def _clean(kind: str, address: WrittenAddress, country: str) -> CleanAddress:
    if address.validity is not None and address.validity not in Validity.values:
        raise Refused(_("An address is not checked, valid or not valid."))
    if len(address.label) > LONGEST_LABEL or not address.label.isprintable():
        raise Refused(_("A label has at most 40 characters."))
    return CleanAddress(
        kind=kind,
        value=normalise_address(kind, address.text, country),
        shown=address.text.strip()[:320],
        label=address.label.strip(),
        is_primary=address.is_primary,
        validity=address.validity,
    )


def _with_primary(addresses: Iterable[CleanAddress]) -> tuple[CleanAddress, ...]:
    found = tuple(addresses)
    chosen = next((a.value for a in found if a.is_primary), found[0].value if found else "")
    return tuple(
        CleanAddress(a.kind, a.value, a.shown, a.label, a.value == chosen, a.validity)
        for a in found
    )


def refuse_known(
    kind: str,
    addresses: Sequence[CleanAddress],
    contact_id: int | None,
    field: str,
    problems: Problems,
) -> None:
    """An address that points to somebody else is refused, and says to whom; and one that was
    erased with its person.
    """
    values = [address.value for address in addresses]
    gone = erased_among((kind, value) for value in values)
    for number, address in enumerate(addresses):
        with problems.beside(f"{field}.{number}"):
            if (kind, address.value) in gone:
                raise Refused(erased_sentence(address.shown))
    rows = Identity.objects.filter(kind=kind, value__in=values).exclude(contact_id=contact_id or 0)
    taken = dict(rows.values_list("value", "contact_id"))
    called = names(taken.values()) if taken else {}
    for number, address in enumerate(addresses):
        if address.value in taken:
            owner = taken[address.value]
            with problems.beside(f"{field}.{number}"):
                raise AlreadyKnown(
                    _("%(address)s already belongs to %(name)s. Join the two?")
                    % {"address": address.shown, "name": called[owner]},
                    contact_id=owner,
                )


def set_addresses(
    contact_id: int, kind: str, addresses: Sequence[CleanAddress], now: datetime
) -> bool:
    """Make these the addresses of one kind; says whether anything changed.

    The primary mark moves in two steps because only one row may carry it at a time.
    """
    old = {i.value: i for i in Identity.objects.filter(contact_id=contact_id, kind=kind)}
    before = {value: _facts(identity) for value, identity in old.items()}
    after = {a.value: _wanted(a, old.get(a.value)) for a in addresses}
    if before == after:
        return False
    Identity.objects.filter(contact_id=contact_id, kind=kind).update(is_primary=False)
    Identity.objects.filter(contact_id=contact_id, kind=kind).exclude(value__in=after).delete()
    for address in addresses:
        shown, label, is_primary, validity = after[address.value]
        Identity.objects.update_or_create(
            contact_id=contact_id,
            kind=kind,
            value=address.value,
            defaults={
                "shown": shown,
                "label": label,
                "is_primary": is_primary,
                "validity": validity,
            },
            create_defaults={
                "shown": shown,
                "label": label,
                "is_primary": is_primary,
                "validity": validity,
                "created_at": now,
            },
        )
    return True


def _facts(identity: Identity) -> tuple[str, str, bool, str]:
    return identity.shown, identity.label, identity.is_primary, identity.validity


def _wanted(address: CleanAddress, old: Identity | None) -> tuple[str, str, bool, str]:
    kept = old.validity if old else Validity.UNKNOWN.value
    return address.shown, address.label, address.is_primary, address.validity or kept
