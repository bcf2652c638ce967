"""The rows that a figure was counted from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.reports.rules import Measure, Period

from .facts import facts_sql
from .race import values

SOURCES = {
    "is": "f.source = %(source)s",
    "is_not": "f.source <> %(source)s",
    "contains": "(strpos(upper(f.source), upper(%(source)s)) > 0 OR f.source = ANY(%(called)s))",
    "set": "f.source <> ''",
    "not_set": "f.source = ''",
}
SORTS = {"name": "upper(name)", "at": "at", "source": "source", "value": "value"}


@dataclass(frozen=True, slots=True)
class FactRow:
    """A person with `times` facts, the newest at `at`; or one fact, and `times` is 1."""

    contact_id: int
    name: str
    at: datetime
    source: str
    ref: int | None
    times: int
    value: Decimal
    again: bool
    bought: bool


@dataclass(frozen=True, slots=True)
class Question:
    """`source` is a relation of SOURCES and its value; `week` is a Monday of the period."""

    measure: Measure
    period: Period
    source: tuple[str, str] | None = None
    week: datetime | None = None
    flagged: bool | None = None
    search: str = ""
    sort: str = "at"
    descending: bool = True


def count(question: Question) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_sql(question)}) f", _values(question))  # noqa: S608
        return int((cursor.fetchone() or (0,))[0])


def page(question: Question, *, offset: int, limit: int) -> list[FactRow]:
    return list(_rows(question, f"OFFSET {offset:d} LIMIT {limit:d}"))


def every(question: Question) -> Iterator[FactRow]:
    return _rows(question, "")


def _rows(question: Question, tail: str) -> Iterator[FactRow]:
    way = "DESC" if question.descending else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({_sql(question)}) f"  # noqa: S608 - measures and tables only
            f" ORDER BY {SORTS[question.sort]} {way}, contact_id, ref {tail}",
            _values(question),
        )
        for row in cursor:
            yield FactRow(*row)


def _values(question: Question) -> dict[str, Any]:
    source = question.source[1] if question.source else ""
    return values(question.period) | {
        "source": source,
        "called": contacts.sources_called(source),
        "name": question.measure.name,
        "week": question.week,
        "flagged": question.flagged,
        "search": question.search,
    }


def _sql(question: Question) -> str:
    measure = question.measure
    named = "AND f.name = %(name)s" if measure.facts == "events" else ""
    flag = measure.flag or "bought"
    people = """contact_id, person AS name, max(at) AS at, max(source) AS source,
        NULL::bigint AS ref, count(*) AS times, sum(value) AS value,
        bool_or(again) AS again, bool_or(bought) AS bought"""
    facts = "contact_id, person AS name, at, source, ref, 1 AS times, value, again, bought"
    # A flagged count has only the flagged behind it; a share shows both kinds.
    only = f"AND f.{flag}" if measure.flag and measure.kind == "count" else ""
    return f"""
        SELECT * FROM (
            SELECT {people if measure.by_person else facts}
            FROM (SELECT f.*, c.name AS person FROM ({facts_sql(measure.facts)}) f
                  JOIN {relations.physical("contacts")} c ON c.id = f.contact_id
                  WHERE {SOURCES[question.source[0]] if question.source else "true"}
                    AND (%(week)s::timestamptz IS NULL
                         OR date_trunc('week', f.at, %(zone)s) = %(week)s)
                    {named} {only}) f
            {"GROUP BY contact_id, person" if measure.by_person else ""}
        ) f
        WHERE (%(flagged)s::boolean IS NULL OR {flag} = %(flagged)s)
          AND (%(search)s = '' OR strpos(upper(name), upper(%(search)s)) > 0)
    """  # noqa: S608 - measures and names of tables only
