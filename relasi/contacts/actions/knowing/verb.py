"""The verb: from ids of another system to our people."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from relasi.contacts.events import PeopleKnown
from relasi.contacts.queries.erased import erased_among
from relasi.contacts.queries.identifying import identifying
from relasi.contacts.rules import Fit, Identifying, Known, ToldPerson, Unused
from relasi.contacts.staying import keep_people
from relasi.kernel import bus
from relasi.kernel.arrays import array_of, words_of

from .claiming import settle_claims
from .fitting import Fitting
from .writing import add_addresses, add_newcomers, fill_known, let_go

OWNERS = """
SELECT value, contact_id, is_claimed FROM contacts_identity
WHERE kind = %s AND value = ANY(%s::text[])
"""
COUNTED = """
SELECT contact_id, kind, count(*) FROM contacts_identity
WHERE contact_id = ANY(%s::bigint[]) AND kind = ANY(%s) GROUP BY contact_id, kind
"""
SURELY = """
SELECT contact_id, count(*) FROM contacts_identity
WHERE contact_id = ANY(%s::bigint[]) AND kind = 'external' AND NOT is_claimed GROUP BY contact_id
"""
# Of claimed numbers, those that came to somebody who was surely known before, or has another
# number that is sure. What came at one time came in the order of the rows.
HUNG = """
SELECT e.value FROM contacts_identity e
WHERE e.kind = 'external' AND e.value = ANY(%s::text[]) AND e.is_claimed AND EXISTS (
    SELECT FROM contacts_identity o WHERE o.contact_id = e.contact_id AND NOT o.is_claimed
    AND (o.kind = 'external' OR (o.created_at, o.id) < (e.created_at, e.id))
)
"""
BARE = """
SELECT contact_id FROM contacts_identity WHERE contact_id = ANY(%s::bigint[])
GROUP BY contact_id HAVING bool_and(kind = 'external' AND is_claimed)
"""
Address = tuple[str, str]


@transaction.atomic
def know_people(
    told: Sequence[ToldPerson],
    *,
    by_label: str,
    now: datetime,
    unused: list[Unused] | None = None,
) -> dict[str, int]:
    """The contact of each external id, made where nobody is known; in the order they are told.

    Only what is empty is filled, and an address that somebody has stays theirs; to people who
    are known, only who surely knows them adds one (ToldPerson.is_sure). What others tell is
    claimed (rules.Known). Those returned cannot be deleted or joined with others until the
    transaction ends. Addresses that were not taken are added to `unused`.
    """
    if not told:
        return {}
    keep_people()
    rules = identifying()
    fitting = Fitting(now, rules.blocks)
    fits = _without_erased([fitting.fit(person) for person in told])
    known = _known(fits, rules)
    numbers = {fit.external_id: known.meet(fit) for fit in fits}
    ids = add_newcomers(known, by_label, now)
    settle_claims(known, ids, add_addresses(known, ids, now), now)
    let_go(known, ids)
    changed = fill_known(known, by_label, now)
    if unused is not None:
        unused += known.unused
    if ids or changed:
        bus.publish(PeopleKnown(tuple(ids.values()), tuple(changed)))
    return {word: ids.get(number, number) for word, number in numbers.items()}


def _without_erased(fits: list[Fit]) -> list[Fit]:
    """Nobody is found or made by an address that was erased with its person."""
    gone = erased_among(address for fit in fits for address in fit.addresses)
    if not gone:
        return fits
    return [replace(f, addresses=tuple(a for a in f.addresses if a not in gone)) for f in fits]


def _known(fits: Sequence[Fit], rules: Identifying) -> Known:
    owners, claimed = _owners(fits)
    found = {who for (kind, _value), who in owners.items() if kind in rules.finding}
    hopeful, growing, contested = [], [], []
    for fit in fits:
        own = ("external", fit.external_id)
        if fit.addresses and not fit.is_sure and own in claimed:
            hopeful.append(owners[own])
        if fit.is_sure and own in claimed:
            contested.append(fit.external_id)
        if any(owners.get(address) != owners.get(own) for address in fit.addresses):
            growing += [who for who in map(owners.get, (own, *fit.addresses)) if who]
    known = Known(owners, _numbers(found), rules, _held(growing), claimed)
    known.bare = _among(BARE, hopeful)
    known.surely = _surely(found)
    known.hung = _hung(contested)
    return known


def _owners(fits: Sequence[Fit]) -> tuple[dict[Address, int], set[Address]]:
    """Whose the addresses are that were told, and which of them are claimed."""
    wanted: dict[str, set[str]] = {}
    for fit in fits:
        wanted.setdefault("external", set()).add(fit.external_id)
        for kind, value in fit.addresses:
            wanted.setdefault(kind, set()).add(value)
    owners: dict[Address, int] = {}
    claimed: set[Address] = set()
    with connection.cursor() as cursor:
        for kind, values in wanted.items():
            cursor.execute(OWNERS, [kind, words_of(list(values))])
            for value, contact_id, is_claimed in cursor.fetchall():
                owners[kind, value] = contact_id
                if is_claimed:
                    claimed.add((kind, value))
    return owners, claimed


def _numbers(people: Collection[int]) -> Counter[int]:
    """How many external ids each of them has."""
    return Counter({who: count for who, _kind, count in _counted(people, ("external",))})


def _surely(people: Collection[int]) -> Counter[int]:
    """How many external ids each of them has that are not claimed."""
    if not people:
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(SURELY, [array_of(people)])
        return Counter(dict(cursor.fetchall()))


def _hung(values: Sequence[str]) -> set[Address]:
    if not values:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(HUNG, [words_of(values)])
        return {("external", value) for (value,) in cursor.fetchall()}


def _held(people: Collection[int]) -> Counter[tuple[int, str]]:
    """How many addresses of a kind each of them has."""
    return Counter(
        {(who, kind): count for who, kind, count in _counted(people, ("email", "phone"))}
    )


def _counted(people: Collection[int], kinds: Sequence[str]) -> list[tuple[int, str, int]]:
    if not people:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [array_of(set(people)), list(kinds)])
        found: list[tuple[int, str, int]] = cursor.fetchall()
    return found


def _among(question: str, numbers: Sequence[int]) -> set[int]:
    if not numbers:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(question, [array_of(numbers)])
        return {number for (number,) in cursor.fetchall()}
