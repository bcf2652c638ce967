"""Makers for our tests and for those above. Alice owns, Bob markets, Charlie may only look."""

import itertools
from typing import Any

from django.test import Client

from relasi.kernel import clock

from .actions.keys import add_key
from .models import Organisation, Staff, Team
from .queries.actors import actor_of_staff
from .rules import SYSTEM, Actor

PASSWORD = "correct horse battery"
_number = itertools.count(1)


def make_staff(
    role: str = "viewer",
    *,
    name: str = "",
    email: str = "",
    teams: tuple[str, ...] = (),
    **fields: Any,
) -> int:
    """Somebody who works here, with PASSWORD; `teams` by name. The id."""
    number = next(_number)
    person = Staff(
        email=email or f"{role}{number}@shop.example",
        name=name or f"{role.capitalize()} {number}",
        role=role,
        **fields,
    )
    person.set_password(PASSWORD)
    person.save()
    for team in teams:
        person.teams.add(Team.objects.get_or_create(name=team)[0])
    return person.pk


def _cast(name: str, role: str) -> int:
    email = f"{name.lower()}@shop.example"
    known = Staff.objects.filter(email=email).values_list("pk", flat=True).first()
    return known or make_staff(role, name=name, email=email)


def alice() -> int:
    """The owner; the same one when called again in a test."""
    return _cast("Alice", "owner")


def bob() -> int:
    """The marketer."""
    return _cast("Bob", "marketer")


def charlie() -> int:
    """The viewer: reads, changes nothing."""
    return _cast("Charlie", "viewer")


def actor(role: str = "owner", *, staff_id: int | None = None) -> Actor:
    """An actor with this role (a new person), or the actor of `staff_id`."""
    return actor_of_staff(Staff.objects.get(pk=staff_id or make_staff(role)))


def sign_in(client: Client, staff_id: int) -> Actor:
    """Sign this person in; returns their actor."""
    client.force_login(Staff.objects.get(pk=staff_id))
    return actor(staff_id=staff_id)


def api_key(role: str = "owner") -> str:
    """The secret of a new key, for `Authorization: Bearer …`."""
    by = actor(staff_id=alice())
    return add_key(name=f"Test {next(_number)}", role=role, by=by, now=clock.now()).secret


def make_organisation(**fields: Any) -> None:
    """Set the organisation: name, postal_address, currency, time_zone, language, country."""
    Organisation.objects.update_or_create(pk=1, defaults=fields)


__all__ = [
    "PASSWORD",
    "SYSTEM",
    "actor",
    "alice",
    "api_key",
    "bob",
    "charlie",
    "make_organisation",
    "make_staff",
    "sign_in",
]
