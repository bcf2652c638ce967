"""What every REST router shares: strict schemas and pages by cursor.

A cursor is signed: it cannot be changed, and one made for another list is refused.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from . import tokens
from .errors import Refused

T = TypeVar("T")
Row = TypeVar("Row")

MOST = 200

# Query parameters: `cursor: Cursor = "", limit: Limit = 50`.
Cursor = Annotated[str, Field(max_length=2000, description="The `next` of the page before.")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="Rows a page, at most 200.")]


# A row's number in an address, a query or a body.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]

RFC3339 = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))?")


def _tighten(node: Any) -> None:
    """Make the scalars of a schema strict, in place.

    Pydantic's own strict mode is of no use here: ninja hands over parsed JSON, and the mode
    would then refuse every date, because JSON has only strings.
    """
    if isinstance(node, list | tuple):
        for child in node:
            _tighten(child)
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    if kind in {"int", "bool", "float"}:
        node["strict"] = True
    elif kind in {"datetime", "date", "decimal"}:
        if kind == "datetime":
            node["tz_constraint"] = "aware"
        inner = dict(node)
        check = _no_truth if kind == "decimal" else _written_time
        node.clear()
        node.update(core_schema.no_info_before_validator_function(check, inner))
    elif kind != "function-before":
        for child in node.values():
            _tighten(child)


def _written_time(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and RFC3339.fullmatch(value)):
        return value
    raise ValueError("Write it as in RFC 3339: 2026-03-01T09:30:00+07:00, a day as 2026-03-01.")


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("Input should be a number")  # noqa: TRY004 - pydantic reports ValueError
    return value


# A time and a day as query parameters: pydantic alone would read 0.5 as a moment of 1970.
Moment = Annotated[AwareDatetime, BeforeValidator(_written_time)]
Day = Annotated[date, BeforeValidator(_written_time)]


class Strict(Schema):
    """The base of every body and answer: what the document says is accepted, and nothing else.

    An unknown property is refused; `false` and `"12"` are not numbers; a time is written as
    in RFC 3339, with its offset; infinity and NaN are no numbers. (Query parameters are
    always text: write them in the operation's signature, not as a Strict.)
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, from_attributes=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        _tighten(schema)
        return schema


class Page(Schema, Generic[T]):
    """One page of a list; `next` is null on the last one."""

    items: list[T]
    next: str | None


def read_cursor(purpose: str, cursor: str) -> Any:
    """Where the page before ended (what was given to `write_cursor`); None on the first page."""
    if not cursor:
        return None
    try:
        return tokens.unsign(f"cursor.{purpose}", cursor)
    except tokens.BadToken as error:
        raise Refused(
            "This cursor was not made for this list. Start again without it.", field="cursor"
        ) from error


def write_cursor(purpose: str, position: Any) -> str:
    return tokens.sign(f"cursor.{purpose}", position)


def page_of(
    purpose: str,
    rows: Iterable[Row],
    *,
    limit: int,
    item: Callable[[Row], T],
    position: Callable[[Row], Any],
) -> dict[str, Any]:
    """A page from at most `limit + 1` rows: ask for one more than you show.

    `position` is the JSON value by which the query continues after a row: its id, or a
    list [sort value, id].
    """
    found: Sequence[Row] = list(rows)
    shown = found[:limit]
    more = len(found) > limit
    return {
        "items": [item(row) for row in shown],
        "next": write_cursor(purpose, position(shown[-1])) if more else None,
    }
