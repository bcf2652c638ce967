"""What people do who were erased is counted and gone: nothing of it makes them known again."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from relasi.accounts import public as accounts
from relasi.contacts import public as contacts
from relasi.kernel.errors import Refused
from relasi.timeline.rules.arriving import Incoming, told

from .sorting import Sorted

Address = tuple[str, str]


def withhold_erased(found: Sorted) -> None:
    """Take out of the fresh what names somebody who was erased, or comes from their browser."""
    if not found.fresh or not contacts.anybody_erased():
        return
    country = accounts.organisation().country
    named = [set(_named(incoming, country)) for _arrived, incoming in found.fresh]
    gone = contacts.erased_among(set().union(*named))
    if not gone:
        return
    fresh = []
    for (arrived, incoming), addresses in zip(found.fresh, named, strict=True):
        if addresses & gone:
            found.withheld.append((arrived, incoming, "erased"))
        else:
            fresh.append((arrived, incoming))
    found.fresh = fresh


def _named(incoming: Incoming, country: str) -> Iterable[Address]:
    browsers = (incoming.anonymous_id, *incoming.links)
    return named(incoming.user_id, browsers, incoming.traits, country)


def named(
    user_id: str, anonymous_ids: Iterable[str], traits: Mapping[str, Any], country: str
) -> Iterable[Address]:
    """What an event names somebody by; local numbers are read as the country does."""
    if user_id:
        yield "external", user_id
    for anonymous_id in anonymous_ids:
        if anonymous_id:
            yield "anonymous", anonymous_id
    said = told(traits)
    with suppress(Refused):
        if said.email:
            yield "email", contacts.normalise_email(said.email)
    with suppress(Refused):
        if said.phone:
            yield "phone", contacts.normalise_phone(said.phone, country)
