"""Who somebody is that another system names by an id of its own, and what becomes known of them.

An external id is one person's for ever. An e-mail address finds a person only who has no external
id yet: two people with ids of their own are never made one because they share an address.

A web site or an app, whose key everybody can read, makes people known with their addresses; to
somebody who is known already it adds none: who could, would be sent what is theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Address = tuple[str, str]  # kind and written form


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """What another system says about one of its people. Values are as they came: what is not
    fit is left away. `fields` are custom fields by key; `source` is where somebody new came from.
    `is_sure`: told by who surely knows them, as a server does.
    """

    external_id: str
    email: str = ""
    phone: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Fit:
    """The same, checked: addresses in their written form, values ready to be stored."""

    external_id: str
    addresses: tuple[Address, ...]
    values: Mapping[str, Any]
    fields: Mapping[str, Any]
    source: str
    is_sure: bool


@dataclass(slots=True)
class Person:
    """What is added to somebody: `values` and `fields` fill only what is empty."""

    addresses: list[Address] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)

    def fill(self, told: Fit) -> None:
        """What was said first stays."""
        self.values = {**told.values, **self.values}
        self.fields = {**told.fields, **self.fields}


@dataclass(slots=True)
class Known:
    """Whose each address is and who has an external id; new people are counted down from -1.

    Told one after the other, it comes out as if each had been told alone.
    """

    owners: dict[Address, int]
    with_external: set[int]
    people: dict[int, Person] = field(default_factory=dict)
    newcomers: int = 0

    def meet(self, told: Fit) -> int:
        """The person this is, found or new, with what is told about them noted."""
        own = ("external", told.external_id)
        number = self.owners.get(own) or self._by_email(told) or self._newcomer()
        may_add = told.is_sure or self._is_bare_newcomer(number)
        for address in (own, *(told.addresses if may_add else ())):
            if address not in self.owners:
                self.owners[address] = number
                self._of(number).addresses.append(address)
        self.with_external.add(number)
        if told.values or told.fields:
            self._of(number).fill(told)
        if number < 0:
            self._of(number).values.setdefault("source", told.source)
        return number

    def _is_bare_newcomer(self, number: int) -> bool:
        """New in this very go, and by no address yet: a client that is still loading tells its
        first page with the id that its `identify`, a moment later, gives an e-mail to.
        """
        return number < 0 and all(kind == "external" for kind, _value in self._of(number).addresses)

    def _newcomer(self) -> int:
        self.newcomers += 1
        return -self.newcomers

    def _by_email(self, told: Fit) -> int | None:
        for address in told.addresses:
            holder = self.owners.get(address) if address[0] == "email" else None
            if holder is not None and holder not in self.with_external:
                return holder
        return None

    def _of(self, number: int) -> Person:
        return self.people.setdefault(number, Person())
