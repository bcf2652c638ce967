"""Erasing somebody, store by store; each step may be done twice, and a kill loses nothing.

First their addresses are barred, those known when it was asked for and those since; what waits is
told; then every table in one transaction; then what lies outside of tables; last the receipt.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.kernel import catalogue
from relasi.kernel.catalogue import Erased, Person, Store
from relasi.kernel.errors import RelasiError
from relasi.kernel.mentions import said_in, struck_out
from relasi.privacy.models import Erasure, State
from relasi.privacy.queries.finding import person_of
from relasi.privacy.queries.holding import count_archived
from relasi.privacy.queries.tables import count_rows, is_json, of_people, table_of

from .asking import UNDER_WAY, locked, sealed, unsealed
from .receipts import finish

# One look at a table for all of their words.
STRIKE = """
UPDATE {table} t SET {column} = {without} WHERE {named} RETURNING t.id
"""
PROOFS = """
SELECT jsonb_strip_nulls(to_jsonb(p))::text FROM (SELECT {columns} FROM {table} t WHERE {whose}) p
"""


class StillThere(RelasiError):
    """A store kept rows that were to go: nothing was erased, so that nothing is half erased."""

    code = "still_there"


def erase(*, erasure_id: int, clock: Callable[[], datetime]) -> None:
    """Go on with an erasure to its end. Raises Busy where it must wait, and StillThere."""
    person = begin(erasure_id, clock())
    if person is None:
        return
    for settle in catalogue.before():
        settle(person)
    archived = {} if _is_cleared(erasure_id) else count_archived(person)
    person = clear_tables(erasure_id, clock(), archived)
    if person is None:
        return
    for archive in catalogue.archives():
        clear_archive(erasure_id, archive, person)
    finish(erasure_id=erasure_id, person=person, now=clock())


@transaction.atomic
def begin(erasure_id: int, now: datetime) -> Person | None:
    """Whom it is about, their addresses barred; None where there is nothing left to do."""
    erasure = locked(erasure_id)
    if erasure.state not in UNDER_WAY:
        return None
    person = unsealed(erasure.whom)
    if not erasure.cleared_at:
        person = _both(person, person_of(erasure.contact_id))
        contacts.bar(person.words, erasure_id=erasure_id, now=now)
        erasure.whom, erasure.state = sealed(person), State.RUNNING
    erasure.problem = ""
    erasure.save()
    return person


@transaction.atomic
def clear_tables(erasure_id: int, now: datetime, archived: dict[str, int]) -> Person | None:
    """Every row of theirs in PostgreSQL, all or none; who it was, or None where it was stopped.

    `archived` is how much of them lies elsewhere, for the receipt.
    """
    contacts.let_people_go()
    erasure = locked(erasure_id)
    if erasure.cleared_at:
        return unsealed(erasure.whom)
    if erasure.state != State.RUNNING:
        return None
    # Who was let in since, as a browser that became theirs, belongs to them too.
    person = _both(unsealed(erasure.whom), person_of(erasure.contact_id))
    contacts.bar(person.words, erasure_id=erasure_id, now=now)
    erasure.whom = sealed(person)
    erasure.found = count_rows(person) | archived
    erasure.statements = _proofs(person)
    contacts.erase([erasure.contact_id], SYSTEM.label, now)
    for store in of_people():
        _clear(store, person)
    erasure.left = count_rows(person)
    _refuse_half(erasure.left)
    erasure.cleared_at = now
    erasure.save()
    return person


def _is_cleared(erasure_id: int) -> bool:
    return Erasure.objects.filter(pk=erasure_id).exclude(cleared_at=None).exists()


def _both(before: Person, now: Person) -> Person:
    """What is somebody else's by now is not theirs any more."""
    ids = tuple(dict.fromkeys((*before.ids, *now.ids)))
    words = {*before.words, *now.words}
    return Person(
        ids,
        tuple(sorted({*before.profiles, *now.profiles})),
        tuple(sorted(words - contacts.belong_to_others(words, ids))),
    )


def _proofs(person: Person) -> list[str]:
    """What must be shown later without whose it was: as text, so that numbers stay as written."""
    said: list[str] = []
    with connection.cursor() as cursor:
        for store in of_people():
            if store.proof:
                statement = PROOFS.format(
                    columns=store.proof, table=table_of(store), whose=store.whose
                )
                cursor.execute(statement, person.values())
                said += [row[0] for row in cursor.fetchall()]
    return sorted(said)


def _clear(store: Store, person: Person) -> None:
    """What their packages did not take away by themselves when they heard of it."""
    _strike_out(store, person)
    if store.erased is Erased.GONE and store.whose:
        statement = f"DELETE FROM {table_of(store)} t WHERE {store.whose}"  # noqa: S608  (ours)
    elif store.cleared:
        statement = f"UPDATE {table_of(store)} t SET {store.cleared} WHERE {store.whose}"  # noqa: S608
    else:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, person.values())


def _strike_out(store: Store, person: Person) -> None:
    """Their addresses in what others wrote."""
    struck: set[int] = set()
    forms = person.peculiar()
    for column in store.mentions.split() if forms else ():
        text = f"t.{column}::text"
        without, values = struck_out(text, forms, is_json=is_json(store, column))
        statement = STRIKE.format(
            table=table_of(store), column=column, without=without, named=said_in(text)
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, person.values() | values)
            struck |= {number for (number,) in cursor.fetchall()}
    if struck and store.struck:
        store.struck(sorted(struck))


def _refuse_half(left: dict[str, int]) -> None:
    to_go = {s.key for s in of_people() if s.erased in {Erased.GONE, Erased.CLEARED}}
    kept = sorted(to_go & set(left))
    if kept:
        raise StillThere(f"Rows of this person would stay in: {', '.join(kept)}.")


def clear_archive(erasure_id: int, archive: catalogue.Archive, person: Person) -> None:
    """One store outside of tables; noted when it is done."""
    if archive.key in Erasure.objects.values_list("done", flat=True).get(pk=erasure_id):
        return
    archive.erase(person)
    with transaction.atomic():
        erasure = locked(erasure_id)
        erasure.done = [*erasure.done, archive.key]
        if rows := archive.count(person):
            erasure.left[archive.key] = rows
        erasure.save(update_fields=["done", "left"])
