"""Which people stand on a page, in which order, from an index whatever the size."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from relasi.contacts import registry
from relasi.ui.public import ListState

from .conditions import Where

# Each is the whole order of an index of contacts_contact, read forwards or backwards.
ORDERS = {
    "created": ("c.created_at", "c.id"),
    "updated": ("c.updated_at", "c.id"),
    "name": ("UPPER(c.name)", "c.id"),
    "city": ("c.city", "c.id"),
}
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """A part of the answer: FROM and WHERE, and the order it comes in."""

    source: str
    order: str
    where: Where

    def sql(self) -> str:
        return f"SELECT c.id FROM {self.source} WHERE {self.where.sql} ORDER BY {self.order}"  # noqa: S608  (our texts)


def questions(state: ListState, where: Where) -> list[Question]:
    """One question; for a column of another table two: who has a value, then who has none.

    A LEFT JOIN could not be read in the order of the other table's index.
    """
    if state.sort in ORDERS:
        return [Question("contacts_contact c", _order(ORDERS[state.sort], state.descending), where)]
    column = registry.column(state.sort)
    assert column is not None
    join = f"{column.table} j JOIN contacts_contact c ON c.id = j.contact_id"
    value = f"j.{column.column}"
    none = (
        f"NOT EXISTS (SELECT 1 FROM {column.table} j"  # noqa: S608  (the package's own names)
        f" WHERE j.contact_id = c.id AND {value} IS NOT NULL)"
    )
    order = f"{value} {'DESC' if state.descending else 'ASC'}, j.contact_id ASC"
    return [
        Question(join, order, where & (f"{value} IS NOT NULL", ())),
        Question("contacts_contact c", "c.id", where & (none, ())),
    ]


def _order(columns: tuple[str, ...], descending: bool) -> str:  # noqa: FBT001
    return ", ".join(f"{column} {'DESC' if descending else 'ASC'}" for column in columns)


def page_ids(state: ListState, where: Where) -> list[int]:
    """The ids on the page, in order."""
    found: list[int] = []
    skip = state.offset
    for question in questions(state, where):
        ids = _ids(question, state.limit - len(found), skip)
        found += ids
        if len(found) == state.limit:
            break
        skip = 0 if ids else max(0, skip - _size(question))
    return found


def _ids(question: Question, limit: int, offset: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{question.sql()} LIMIT %s OFFSET %s", [*question.where.params, limit, offset]
        )
        return [row[0] for row in cursor.fetchall()]


def _size(question: Question) -> int:
    with connection.cursor() as cursor:
        sql = f"SELECT count(*) FROM {question.source} WHERE {question.where.sql}"  # noqa: S608
        cursor.execute(sql, question.where.params)
        size: int = cursor.fetchone()[0]
        return size


def stream_ids(state: ListState, where: Where) -> Iterator[list[int]]:
    """Every id in order, in chunks, without holding them all."""
    for question in questions(state, where):
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(question.sql(), question.where.params)
            while rows := cursor.fetchmany(CHUNK):
                yield [row[0] for row in rows]


def all_ids_sql(where: Where) -> tuple[str, tuple[Any, ...]]:
    """A SELECT of every id, for INSERT … SELECT."""
    return f"SELECT c.id FROM contacts_contact c WHERE {where.sql}", where.params  # noqa: S608
