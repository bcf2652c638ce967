"""Which people stand on a page, in which order, quickly whatever the size.

There are two ways to the first fifty of those who fit. Walking an index in the order of the
list is quick when many fit; gathering all who fit and sorting them is quick when few do. The
planner's guess of how many decides; a walk that takes too long is given up and gathered,
because a guess about a JSON value or about where in the alphabet people stand can be wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction

from relasi.contacts import registry
from relasi.ui.public import ListState

from .conditions import Where
from .counting import Total, estimate, total

# Each is the whole order of an index of contacts_contact, read forwards or backwards.
ORDERS = {
    "created": ("c.created_at", "c.id"),
    "updated": ("c.updated_at", "c.id"),
    "name": ("UPPER(c.name)", "c.id"),
    "city": ("c.city", "c.id"),
}
FEW = 2_000
# A walk is short or it is given up: workers and compiled code would only make it later.
WALKING = """
SET LOCAL statement_timeout = 80; SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0
"""
AFTERWARDS = "SET LOCAL statement_timeout = 0; SET LOCAL max_parallel_workers_per_gather TO DEFAULT"
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    ids: list[int]
    total: Total


@dataclass(frozen=True, slots=True)
class Question:
    """A part of the answer: FROM and WHERE, and the columns it comes ordered by."""

    source: str
    columns: tuple[str, ...]
    directions: tuple[str, ...]
    where: Where

    def walk(self) -> str:
        found = f"SELECT c.id FROM {self.source} WHERE {self.where.sql}"  # noqa: S608  (our texts)
        return f"{found} ORDER BY {self.order(self.columns)}"

    def gather(self) -> str:
        columns = ", ".join(f"{column} AS o{n}" for n, column in enumerate(self.columns))
        names = tuple(f"o{n}" for n in range(len(self.columns)))
        found = f"SELECT c.id, {columns} FROM {self.source} WHERE {self.where.sql}"  # noqa: S608
        picked = f"SELECT id FROM found ORDER BY {self.order(names)}"  # noqa: S608
        return f"WITH found AS MATERIALIZED ({found}) {picked}"

    def order(self, columns: Sequence[str]) -> str:
        pairs = zip(columns, self.directions, strict=True)
        return ", ".join(f"{column} {way}" for column, way in pairs)


def answer(state: ListState, where: Where) -> Answer:
    """The ids on the page, in order, and how many there are in all."""
    guess = estimate(where) if where.texts else None
    ids = page_ids(state, where, guess)
    if len(ids) < state.limit and (ids or state.page == 1):
        return Answer(ids, Total(state.offset + len(ids)))
    return Answer(ids, total(where, guess))


def page_ids(state: ListState, where: Where, guess: int | None) -> list[int]:
    found: list[int] = []
    skip = state.offset
    for question in questions(state, where):
        ids = _ids(question, state.limit - len(found), skip, guess)
        found += ids
        if len(found) == state.limit:
            break
        skip = 0 if ids else max(0, skip - _size(question))
    return found


def questions(state: ListState, where: Where) -> list[Question]:
    """One question; for a column of another table two: who has a value, then who has none.

    A LEFT JOIN could not be read in the order of the other table's index.
    """
    way = "DESC" if state.descending else "ASC"
    if state.sort in ORDERS:
        columns = ORDERS[state.sort]
        return [Question("contacts_contact c", columns, (way,) * len(columns), where)]
    column = registry.column(state.sort)
    assert column is not None
    join = f"{column.table} j JOIN contacts_contact c ON c.id = j.contact_id"
    value = f"j.{column.column}"
    none = (
        f"NOT EXISTS (SELECT 1 FROM {column.table} j"  # noqa: S608  (the package's own names)
        f" WHERE j.contact_id = c.id AND {value} IS NOT NULL)"
    )
    have = where & (f"{value} IS NOT NULL", ())
    return [
        Question(join, (value, "j.contact_id"), (way, "ASC"), have),
        Question("contacts_contact c", ("c.id",), ("ASC",), where & (none, ())),
    ]


def _ids(question: Question, limit: int, offset: int, guess: int | None) -> list[int]:
    params = (*question.where.params, limit, offset)
    if guess is None:
        return _run(question.walk(), params, "SET LOCAL jit = off")
    if guess > FEW:
        try:
            return _run(question.walk(), params, WALKING)
        except OperationalError:
            pass
    return _run(question.gather(), params, "SET LOCAL jit = off")


def _run(sql: str, params: Sequence[Any], settings: str) -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(settings)
        cursor.execute(f"{sql} LIMIT %s OFFSET %s", params)
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute(AFTERWARDS)
        return found


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
            cursor.execute(question.walk(), question.where.params)
            while rows := cursor.fetchmany(CHUNK):
                yield [row[0] for row in rows]


def all_ids_sql(where: Where) -> tuple[str, tuple[Any, ...]]:
    """A SELECT of every id, for INSERT … SELECT."""
    return f"SELECT c.id FROM contacts_contact c WHERE {where.sql}", where.params  # noqa: S608
