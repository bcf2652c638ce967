"""The verb: from ids of another system to our people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from relasi.contacts.events import PeopleKnown
from relasi.contacts.queries.erased import erased_among
from relasi.contacts.rules import Fit, Known, ToldPerson
from relasi.contacts.staying import keep_people
from relasi.kernel import bus
from relasi.kernel.arrays import array_of, words_of

from .fitting import Fitting
from .writing import add_addresses, add_newcomers, fill_known


@transaction.atomic
def know_people(told: Sequence[ToldPerson], *, by_label: str, now: datetime) -> dict[str, int]:
    """The contact of each external id, made where nobody is known; in the order they are told.

    Only what is empty is filled, and an address that somebody has stays theirs; to people who
    are known, only who surely knows them adds one (ToldPerson.is_sure). Those returned
    cannot be deleted or joined with others until the transaction ends.
    """
    if not told:
        return {}
    keep_people()
    fitting = Fitting(now)
    fits = _without_erased([fitting.fit(person) for person in told])
    known = _known(fits)
    numbers = {fit.external_id: known.meet(fit) for fit in fits}
    ids = add_newcomers(known, by_label, now)
    add_addresses(known, ids, now)
    changed = fill_known(known, by_label, now)
    if ids or changed:
        bus.publish(PeopleKnown(tuple(ids.values()), tuple(changed)))
    return {word: ids.get(number, number) for word, number in numbers.items()}


def _without_erased(fits: list[Fit]) -> list[Fit]:
    """Nobody is found or made by an address that was erased with its person."""
    gone = erased_among(address for fit in fits for address in fit.addresses)
    if not gone:
        return fits
    return [replace(f, addresses=tuple(a for a in f.addresses if a not in gone)) for f in fits]


def _known(fits: Iterable[Fit]) -> Known:
    wanted: dict[str, set[str]] = {}
    for fit in fits:
        wanted.setdefault("external", set()).add(fit.external_id)
        for kind, value in fit.addresses:
            wanted.setdefault(kind, set()).add(value)
    owners: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for kind, values in wanted.items():
            cursor.execute(
                "SELECT value, contact_id FROM contacts_identity"
                " WHERE kind = %s AND value = ANY(%s::text[])",
                [kind, words_of(list(values))],
            )
            owners |= {(kind, value): contact_id for value, contact_id in cursor.fetchall()}
        by_email = [number for (kind, _value), number in owners.items() if kind == "email"]
        cursor.execute(
            "SELECT DISTINCT contact_id FROM contacts_identity"
            " WHERE contact_id = ANY(%s::bigint[]) AND kind = 'external'",
            [array_of(by_email)],
        )
        with_external = {number for (number,) in cursor.fetchall()}
    return Known(owners, with_external)
