"""What is held of somebody: how much by store, and every row of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from relasi.kernel import catalogue
from relasi.kernel.catalogue import Archive, Category, Person, Store

from .finding import person_of
from .tables import count_quickly, model_of, of_people, table_of

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class StoreRows:
    """How many rows of somebody a store has. `erased` and `why` are codes of the catalogue."""

    key: str
    label: str
    rows: int
    erased: str
    why: str


@dataclass(frozen=True, slots=True)
class Held:
    """A store with something of somebody in it; `rows` are read as they are asked for."""

    key: str
    label: str
    purpose: str
    rows: Iterator[dict[str, Any]]


def held(contact_id: int) -> tuple[StoreRows, ...]:
    """How much is held now, in the stores where it is found by an index: for a page.

    What takes reading whole tables, uploaded files or the lake is left to the jobs that export
    and erase.
    """
    return told(count_quickly(person_of(contact_id)))


def count_archived(person: Person) -> dict[str, int]:
    """How much lies outside of tables. Files and the lake are read for it: in no transaction."""
    return {one.key: n for one in catalogue.archives() if (n := one.count(person))}


def told(rows: dict[str, int]) -> tuple[StoreRows, ...]:
    """The same with what each store is called, in the order of the catalogue."""
    known: tuple[Store | Archive, ...] = (*catalogue.stores(), *catalogue.archives())
    return tuple(
        StoreRows(
            one.key,
            str(one.label),
            rows[one.key],
            one.erased.value,
            one.why.value if one.why else "",
        )
        for one in known
        if one.key in rows
    )


def read_person(contact_id: int) -> Iterator[Held]:
    """Everything that is held, store by store; read one to its end before the next."""
    person = person_of(contact_id)
    for store in (one for one in of_people() if one.whose):
        yield Held(store.key, str(store.label), store.purpose.value, _rows(store, person))
    for one in catalogue.archives():
        read = (dict(row) for row in one.read(person))
        yield Held(one.key, str(one.label), one.purpose.value, read)


def _rows(store: Store, person: Person) -> Iterator[dict[str, Any]]:
    secret = store.holds.get(Category.SECRET, "").split()
    beside = f", {store.told}" if store.told else ""
    statement = f"SELECT to_jsonb(t)::text{beside} FROM {table_of(store)} t WHERE {store.whose}"  # noqa: S608  (ours)
    raw = _raw_columns(store)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, person.values())
        while rows := cursor.fetchmany(AT_ONCE):
            names = [column.name for column in cursor.description][1:]
            for text, *more in rows:
                row = json.loads(text) | dict(zip(names, more, strict=True))
                yield _readable(row, raw, secret)


def _raw_columns(store: Store) -> list[str]:
    model = model_of(store)
    fields = model._meta.concrete_fields if model else ()  # noqa: SLF001  (Django's own)
    return [str(field.column) for field in fields if isinstance(field, models.BinaryField)]


def _readable(row: dict[str, Any], raw: list[str], secret: list[str]) -> dict[str, Any]:
    """Bytes as the text they are; what is secret is left out."""
    for column in raw:
        if row.get(column):
            row[column] = bytes.fromhex(row[column][2:]).decode("utf-8", "replace")
    return {name: value for name, value in row.items() if name not in secret}
