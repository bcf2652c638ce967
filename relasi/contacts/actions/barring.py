"""Addresses nobody may be known by again, and those who want to be."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import ErasedAddress, Identity
from relasi.contacts.queries.erased import Address, digest_of
from relasi.contacts.rules import Unfit, normalise_address
from relasi.contacts.sentences import sentence
from relasi.kernel.errors import NotFound, Refused

KINDS = ("email", "phone", "external", "handle")


@transaction.atomic
def bar(addresses: Iterable[Address], *, erasure_id: int, now: datetime) -> None:
    """Keep hashes of these; twice is once."""
    ErasedAddress.objects.bulk_create(
        [
            ErasedAddress(digest=digest_of(kind, value), erasure_id=erasure_id, erased_at=now)
            for kind, value in sorted(set(addresses))
        ],
        ignore_conflicts=True,
    )


def belong_to_others(addresses: Iterable[Address], contact_ids: Iterable[int]) -> set[Address]:
    """Those of these that somebody else is known by now."""
    wanted = set(addresses)
    rows = Identity.objects.filter(value__in={value for _kind, value in wanted})
    held = rows.exclude(contact_id__in=list(contact_ids)).values_list("kind", "value")
    return wanted & set(held)


def allow_all_again(*, erasure_id: int) -> None:
    """An erasure was stopped: they stay, so their addresses are theirs."""
    ErasedAddress.objects.filter(erasure_id=erasure_id).delete()


@transaction.atomic
def allow_again(*, text: str, country: str, by: Actor, now: datetime) -> None:
    """Somebody who was erased wants to be known again: by this address they may.

    Raises Refused for what is no address, NotFound where it was never erased.
    """
    digests = [digest_of(kind, value) for kind, value in _read(text, country)]
    rows = ErasedAddress.objects.filter(pk__in=digests)
    erasures = sorted(set(rows.values_list("erasure_id", flat=True)))
    if not rows.delete()[0]:
        raise NotFound(_("Nobody known by this was erased. Look whether it is written rightly."))
    record(by, "allowed again", "erasures", erasures[0], at=now)


def _read(text: str, country: str) -> list[Address]:
    """What it may be: an e-mail address is no phone number, but may be a customer's number."""
    found = []
    problem: Unfit | None = None
    for kind in KINDS:
        try:
            found.append((kind, normalise_address(kind, text, country)))
        except Unfit as unfit:
            problem = problem or unfit
    if not found and problem is not None:
        raise Refused(sentence(problem), field="address")
    return found
