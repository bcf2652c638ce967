"""How a filter's relation and value read in SQL, by the kind of what it compares.

The first argument is SQL text written in this package; values only travel as parameters.
"""

import json
from collections.abc import Sequence
from typing import Any

from relasi.ui.public import FilterValue

Fragment = tuple[str, Sequence[Any]]


def like(text: str) -> str:
    """Upper case, with what LIKE would read as a pattern made plain."""
    return text.upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def text(column: str, value: FilterValue) -> Fragment:
    """A text where "" is nothing. "is" is exact, so that an index on the column serves it."""
    return {
        "contains": (f"UPPER({column}) LIKE %s", [f"%{like(value.value)}%"]),
        "is": (f"{column} = %s", [value.value]),
        "is_not": (f"{column} <> %s", [value.value]),
        "set": (f"{column} <> ''", []),
        "not_set": (f"{column} = ''", []),
    }[value.relation]


code = text


def reference(column: str, value: FilterValue) -> Fragment:
    return {
        "is": (f"{column} = %s", [value.value]),
        "is_not": (f"{column} IS DISTINCT FROM %s", [value.value]),
        "set": (f"{column} IS NOT NULL", []),
        "not_set": (f"{column} IS NULL", []),
    }[value.relation]


def day(column: str, value: FilterValue) -> Fragment:
    return {
        "before": (f"{column} < %s::date", [value.value]),
        "after": (f"{column} > %s::date", [value.value]),
        "is": (f"{column} = %s::date", [value.value]),
        "set": (f"{column} IS NOT NULL", []),
        "not_set": (f"{column} IS NULL", []),
    }[value.relation]


def moment(column: str, value: FilterValue) -> Fragment:
    """A day of a timestamp, in UTC: after 1 May begins with 2 May."""
    return {
        "before": (f"{column} < %s::date", [value.value]),
        "after": (f"{column} >= %s::date + 1", [value.value]),
        "is": (f"{column} >= %s::date AND {column} < %s::date + 1", [value.value, value.value]),
        "set": (f"{column} IS NOT NULL", []),
        "not_set": (f"{column} IS NULL", []),
    }[value.relation]


def number(column: str, value: FilterValue) -> Fragment:
    return {
        "above": (f"{column} > %s::numeric", [value.value]),
        "below": (f"{column} < %s::numeric", [value.value]),
        "is": (f"{column} = %s::numeric", [value.value]),
        "set": (f"{column} IS NOT NULL", []),
        "not_set": (f"{column} IS NULL", []),
    }[value.relation]


def joined(table: str, column: str, kind: str, value: FilterValue) -> Fragment:
    """A column of a table that has at most one row a contact; no row means "not set"."""
    readers = {"number": number, "date": moment, "text": text, "choice": reference}
    opposite = {"is_not": "is", "not_set": "set"}.get(value.relation)
    asked = FilterValue(value.key, opposite, value.value) if opposite else value
    inner, params = readers[kind](f"j.{column}", asked)
    found = f"c.id IN (SELECT j.contact_id FROM {table} j WHERE {inner})"  # noqa: S608  (our texts)
    return f"NOT {found}" if opposite else found, params


def custom(column: str, kind: str, key: str, value: FilterValue) -> Fragment:
    """A custom field in a JSON column. Equality uses its GIN index, the rest reads rows."""
    if value.relation in {"set", "not_set"}:
        return f"{'NOT ' if value.relation == 'not_set' else ''}{column} ? %s", [key]
    if value.relation in {"is", "is_not"}:
        wanted = {"number": lambda: float(value.value), "boolean": lambda: value.yes}
        exact = wanted.get(kind, lambda: value.value)()
        holds = f"{column} @> %s::jsonb"
        return f"NOT {holds}" if value.relation == "is_not" else holds, [json.dumps({key: exact})]
    if value.relation == "contains":
        return f"UPPER({column} ->> %s) LIKE %s", [key, f"%{like(value.value)}%"]
    sign = ">" if value.relation in {"above", "after"} else "<"
    cast = "::numeric" if kind == "number" else ""
    return f"({column} ->> %s){cast} {sign} %s{cast}", [key, value.value]
