"""What each kind of bulk change says in SQL, over `contacts_contact c` and its rows `r`."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from relasi.contacts.checking.actions import correcting


@dataclass(frozen=True, slots=True)
class Text:
    sql: str
    params: Sequence[Any] = field(default=())


@dataclass(frozen=True, slots=True)
class Statements:
    """`before` is what is there now (JSON), `concerns` whether the change does anything.

    `making` and `undoing` change the people of the rows from one id to another and return
    their contact ids; both take (label, time, change, first, last) as named parameters
    beside their own.
    """

    before: Text
    concerns: Text
    making: str
    undoing: str
    values: Mapping[str, Any]

    def make(self, change: int, first: int, last: int, by: str, now: datetime) -> list[int]:
        return self._run(self.making, change, first, last, by, now)

    def undo(self, change: int, first: int, last: int, by: str, now: datetime) -> list[int]:
        return self._run(self.undoing, change, first, last, by, now)

    def _run(  # noqa: PLR0913, PLR0917  (the parameters of one statement)
        self, sql: str, change: int, first: int, last: int, by: str, now: datetime
    ) -> list[int]:
        named: dict[str, Any] = {
            "change": change,
            "first": first,
            "last": last,
            "by": by,
            "now": now,
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, named | dict(self.values))
            return [row[0] for row in cursor.fetchall()]


ROWS = "r.change_id = %(change)s AND r.id BETWEEN %(first)s AND %(last)s"
SET = "version = c.version + 1, updated_at = %(now)s, updated_by = %(by)s"


def _tag(detail: Mapping[str, Any]) -> Statements:
    has = "EXISTS (SELECT 1 FROM contacts_contacttag t WHERE t.contact_id = c.id AND t.tag_id = %s)"
    return Statements(
        before=Text("NULL::jsonb"),
        concerns=Text(f"NOT {has}", [detail["tag_id"]]),
        making=_insert_tags("%(now)s"),
        undoing=DELETE_TAGS,
        values={"tag": detail["tag_id"]},
    )


def _untag(detail: Mapping[str, Any]) -> Statements:
    since = (
        "(SELECT to_jsonb(t.tagged_at) FROM contacts_contacttag t"
        " WHERE t.contact_id = c.id AND t.tag_id = %s)"
    )
    return Statements(
        before=Text(since, [detail["tag_id"]]),
        concerns=Text(f"{since} IS NOT NULL", [detail["tag_id"]]),
        making=DELETE_TAGS,
        undoing=_insert_tags("(r.before #>> '{}')::timestamptz"),
        values={"tag": detail["tag_id"]},
    )


def _insert_tags(when: str) -> str:
    return (
        "INSERT INTO contacts_contacttag (contact_id, tag_id, tagged_at)"  # noqa: S608  (our texts)
        f" SELECT r.contact_id, %(tag)s, {when} FROM contacts_bulkchangerow r WHERE {ROWS}"
        " ON CONFLICT DO NOTHING RETURNING contact_id"
    )


DELETE_TAGS = (
    "DELETE FROM contacts_contacttag t USING contacts_bulkchangerow r"  # noqa: S608  (our texts)
    f" WHERE {ROWS} AND t.contact_id = r.contact_id AND t.tag_id = %(tag)s"
    " RETURNING t.contact_id"
)


def _owner(detail: Mapping[str, Any]) -> Statements:
    return _column("owner_id", "bigint", detail["owner_id"])


def _column(name: str, kind: str, value: Any) -> Statements:
    """A plain column: `before` is its JSON, compared with what is there at that moment."""
    return Statements(
        before=Text(f"to_jsonb(c.{name})"),
        concerns=Text(f"c.{name} IS DISTINCT FROM %s::{kind}", [value]),
        making=(
            f"UPDATE contacts_contact c SET {name} = %(value)s::{kind}, {SET}"  # noqa: S608
            f" FROM contacts_bulkchangerow r WHERE {ROWS} AND c.id = r.contact_id"
            f" AND to_jsonb(c.{name}) IS NOT DISTINCT FROM r.before RETURNING c.id"
        ),
        undoing=(
            f"UPDATE contacts_contact c SET {name} = (r.before #>> '{{}}')::{kind}, {SET}"  # noqa: S608
            f" FROM contacts_bulkchangerow r WHERE {ROWS} AND c.id = r.contact_id"
            f" AND c.{name} IS NOT DISTINCT FROM %(value)s::{kind} RETURNING c.id"
        ),
        values={"value": value},
    )


def _field(detail: Mapping[str, Any]) -> Statements:
    key, value = detail["key"], detail["value"]
    if key == "born_on":
        return _column(key, "date", value)
    if not key.startswith("fields."):
        return _column(key, "text", value)
    return _custom(key.removeprefix("fields."), value)


def _custom(key: str, value: Any) -> Statements:
    """A key of the JSON column; without a value the key goes."""
    whole = json.dumps(value)
    there = "c.fields -> %(key)s"
    new = (
        "c.fields - %(key)s::text"
        if value is None
        else "c.fields || jsonb_build_object(%(key)s::text, %(value)s::jsonb)"
    )
    old = (
        "CASE WHEN r.before IS NULL THEN c.fields - %(key)s::text"
        " ELSE c.fields || jsonb_build_object(%(key)s::text, r.before) END"
    )
    wanted = "NULL::jsonb" if value is None else "%(value)s::jsonb"
    of_rows = f"FROM contacts_bulkchangerow r WHERE {ROWS} AND c.id = r.contact_id"
    return Statements(
        before=Text("c.fields -> %s", [key]),
        concerns=Text("c.fields -> %s IS NOT NULL", [key])
        if value is None
        else Text("c.fields -> %s IS DISTINCT FROM %s::jsonb", [key, whole]),
        making=f"UPDATE contacts_contact c SET fields = {new}, {SET} {of_rows}"  # noqa: S608
        f" AND {there} IS NOT DISTINCT FROM r.before RETURNING c.id",
        undoing=f"UPDATE contacts_contact c SET fields = {old}, {SET} {of_rows}"  # noqa: S608
        f" AND {there} IS NOT DISTINCT FROM {wanted} RETURNING c.id",
        values={"key": key, "value": whole},
    )


def _delete(detail: Mapping[str, Any]) -> Statements:
    """Deleting is no statement (see deleting.py): only whom it concerns is one."""
    del detail
    concerns = Text("c.erased_at IS NULL")
    return Statements(Text("NULL::jsonb"), concerns, making="", undoing="", values={})


CORRECT = Statements(
    before=Text(correcting.MEANT),
    concerns=Text(correcting.FREE),
    making=correcting.CORRECT,
    undoing=correcting.WRITE_AS_BEFORE,
    values={},
)
INVALID = Statements(
    before=Text(correcting.DOUBTFUL),
    concerns=Text(f"({correcting.DOUBTFUL}) ->> 'was' <> 'invalid'"),
    making=correcting.MARK,
    undoing=correcting.MARK_AS_BEFORE,
    values={},
)
STATEMENTS: Mapping[str, Callable[[Mapping[str, Any]], Statements]] = {
    "tag": _tag,
    "untag": _untag,
    "owner": _owner,
    "field": _field,
    "delete": _delete,
    "correct": lambda _detail: CORRECT,
    "invalid": lambda _detail: INVALID,
}
