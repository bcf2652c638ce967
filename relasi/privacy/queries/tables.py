"""Stores of the catalogue as tables of the database."""

# ruff: noqa: SLF001 - `_meta` is how Django tells of its models

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from relasi.kernel.catalogue import Person, Store, stores


def table_of(store: Store) -> str:
    """Its table, for SQL of ours."""
    model = model_of(store)
    return model._meta.db_table if model else store.key


def model_of(store: Store) -> type[models.Model] | None:
    label, _dot, name = store.key.partition(".")
    try:
        return apps.get_model(label, name) if name else None
    except LookupError:
        return None


def is_json(store: Store, column: str) -> bool:
    model = model_of(store)
    return model is not None and isinstance(model._meta.get_field(column), models.JSONField)


def of_people() -> tuple[Store, ...]:
    """The tables in which somebody may be."""
    return tuple(store for store in stores() if store.where)


def count_rows(person: Person) -> dict[str, int]:
    """How many rows of theirs there are, by store; those without any are left out."""
    return _counted(person, ((store, store.where) for store in of_people()))


def count_quickly(person: Person) -> dict[str, int]:
    """The same where an index leads to them; what others wrote of them is not looked for."""
    return _counted(person, ((store, store.whose) for store in of_people() if store.is_quick))


def _counted(person: Person, asked: Iterable[tuple[Store, str]]) -> dict[str, int]:
    values = person.values()
    with connection.cursor() as cursor:
        rows = {store.key: _count(cursor, store, where, values) for store, where in asked}
    return {key: n for key, n in rows.items() if n}


def _count(cursor: CursorWrapper, store: Store, where: str, values: Mapping[str, Any]) -> int:
    cursor.execute(
        f"SELECT count(*) FROM {table_of(store)} t WHERE {where}",  # noqa: S608  (ours)
        values,
    )
    return int(cursor.fetchone()[0])
