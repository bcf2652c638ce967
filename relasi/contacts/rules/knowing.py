"""Who somebody is that another system names by an id of its own, and what becomes known of them.

An external id is one person's for ever. An e-mail address finds a person only who has no external
id yet: two people with ids of their own are never made one because they share an address.

The key of a web site or an app can be read by everybody. What is told with it is claimed, until
who surely knows says so too: a server. Claimed addresses become those of people only of whom
nobody else knows and who have none; where a server names somebody, what it does not say about
them counts as claimed, and what only others claimed is theirs (decision 0015).

A page finds people by addresses that are surely theirs too, or who came by an import and then to
the shop would be two. Such a number hangs on them by the word of a stranger: when a server names
it without any address that is surely theirs, it leaves them, and nobody gets their record by it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .identifying import REPLACE, Identifying

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


class Unused(NamedTuple):
    """An address that was told and not taken: in which place of what was told, of which kind,
    and why: `id_blocked`, `id_taken` (it is another's), `id_unsure` (of people who are known a
    page is not believed) or `id_full` (they have as many as they may).
    """

    place: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fit:
    """The same, checked: addresses in their written form, values ready to be stored. `blocked`
    are the kinds of address that were told and are nobody's.
    """

    external_id: str
    addresses: tuple[Address, ...]
    values: Mapping[str, Any]
    fields: Mapping[str, Any]
    source: str
    is_sure: bool
    blocked: tuple[str, ...] = ()


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
    """Whose each address is and how many external ids people have; new people are counted down
    from -1. `held` is how many addresses of a kind somebody has who may be given one.

    `claimed` are those of the addresses that nobody surely knows; `bare` are people known only
    by claimed external ids. `surely` counts external ids that are not claimed, `hung` are claimed
    ones of people who were surely known before. Told one after the other, it comes out as if each
    had been told alone.
    `sure` is what was said of whom by who surely knows, `lifted` what of it had been claimed;
    `proven` are those whose external id had been; `moved` are claimed addresses of others, with
    whom they turned out to belong to.
    """

    owners: dict[Address, int]
    numbers: Counter[int]
    rules: Identifying = field(default_factory=Identifying)
    held: Counter[tuple[int, str]] = field(default_factory=Counter)
    claimed: set[Address] = field(default_factory=set)
    surely: Counter[int] = field(default_factory=Counter)
    hung: set[Address] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)
    people: dict[int, Person] = field(default_factory=dict)
    newcomers: int = 0
    sure: dict[Address, int] = field(default_factory=dict)
    lifted: set[Address] = field(default_factory=set)
    proven: set[int] = field(default_factory=set)
    moved: dict[Address, int] = field(default_factory=dict)
    unused: list[Unused] = field(default_factory=list)
    let_go: Counter[tuple[int, str]] = field(default_factory=Counter)
    met: int = 0

    def meet(self, told: Fit) -> int:
        """The person this is, found or new, with what is told about them noted."""
        own = ("external", told.external_id)
        number = self._whose(own, told)
        if told.is_sure and own in self.claimed and own not in self.hung:
            self.proven.add(number)
        may_add = told.is_sure or number in self.bare
        self._point(own, number, is_sure=told.is_sure)
        for address in told.addresses:
            reason = self._why_not(address, number, told, may_add=may_add)
            if reason:
                self.unused.append(Unused(self.met, address[0], reason))
            elif may_add:
                self._point(address, number, is_sure=told.is_sure)
        self.unused += [Unused(self.met, kind, "id_blocked") for kind in told.blocked]
        self.met += 1
        if told.is_sure:
            self.bare.discard(number)
        if told.values or told.fields:
            self._of(number).fill(told)
        if number < 0:
            self._of(number).values.setdefault("source", told.source)
        return number

    def _whose(self, own: Address, told: Fit) -> int:
        """Who has the external id, unless a page hung it on them and a server says nothing of
        them with it; else who is found, else somebody new.
        """
        owner = self.owners.get(own)
        if owner is not None and not (told.is_sure and own in self.hung):
            return owner
        found = self._found(told)
        if owner is None:
            if not told.is_sure and any(self._is_surely(a, found) for a in told.addresses):
                self.hung.add(own)
            return found or self._newcomer()
        is_named = any(self._is_surely(address, owner) for address in told.addresses)
        if is_named and self.surely[owner] < self.rules.numbers:
            return owner
        return found if found and found != owner else self._newcomer()

    def _is_surely(self, address: Address, number: int | None) -> bool:
        return (
            number is not None
            and self.owners.get(address) == number
            and address not in self.claimed
        )

    def _why_not(self, address: Address, number: int, told: Fit, *, may_add: bool) -> str:
        """Why it does not become theirs, "" where it does or is."""
        owner = self.owners.get(address)
        if owner == number:
            return ""
        if owner is not None and not (told.is_sure and address in self.claimed):
            return "id_taken"
        if not may_add:
            return "id_unsure"
        rule = self.rules.kinds[address[0]]
        place = (number, address[0])
        if rule.most is not None and self.held[place] >= rule.most:
            if rule.when_full != REPLACE:
                return "id_full"
            self.let_go[place] += 1
            self.held[place] -= 1
        self.held[place] += 1
        return ""

    def _point(self, address: Address, number: int, *, is_sure: bool) -> None:
        """An address that somebody has stays theirs, unless it was only claimed."""
        owner = self.owners.get(address)
        if owner is None:
            self.owners[address] = number
            self._of(number).addresses.append(address)
            self.numbers[number] += address[0] == "external"
            if not is_sure:
                self.claimed.add(address)
        elif owner != number and is_sure and address in self.claimed:
            self._move(address, owner, number)
        elif owner != number:
            return
        if address[0] != "external":
            self.bare.discard(number)
        if is_sure:
            self._know_for_sure(address, number, is_new=owner is None)

    def _know_for_sure(self, address: Address, number: int, *, is_new: bool) -> None:
        self.sure[address] = number
        if address[0] == "external" and (is_new or address in self.claimed):
            self.surely[number] += 1
        self.hung.discard(address)
        if address in self.claimed:
            self.claimed.discard(address)
            self.lifted.add(address)

    def _move(self, address: Address, owner: int, number: int) -> None:
        self.owners[address] = number
        if address[0] == "external":
            self.numbers[owner] -= 1
            self.numbers[number] += 1
        before = self._of(owner).addresses
        if address in before:
            before.remove(address)
            self._of(number).addresses.append(address)
        else:
            self.moved[address] = number

    def _newcomer(self) -> int:
        self.newcomers += 1
        self.bare.add(-self.newcomers)
        return -self.newcomers

    def _found(self, told: Fit) -> int | None:
        """Who has one of the addresses by which people are found, and room for a number. What
        a stranger claimed takes no room from those whom a server names by a sure address.
        """
        for kind in self.rules.finding:
            for address in told.addresses:
                holder = self.owners.get(address) if address[0] == kind else None
                is_sure = told.is_sure and address not in self.claimed
                numbers = self.surely if is_sure else self.numbers
                if holder is not None and numbers[holder] < self.rules.numbers:
                    return holder
        return None

    def _of(self, number: int) -> Person:
        return self.people.setdefault(number, Person())
