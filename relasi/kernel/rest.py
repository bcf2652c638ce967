"""What every REST router shares: strict schemas and pages by cursor.

A cursor is signed: it cannot be changed, and one made for another list is refused.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field

from . import tokens
from .errors import Refused

T = TypeVar("T")
Row = TypeVar("Row")

MOST = 200

# Query parameters: `cursor: Cursor = "", limit: Limit = 50`.
Cursor = Annotated[str, Field(max_length=2000, description="The `next` of the page before.")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="Rows a page, at most 200.")]


class Strict(Schema):
    """The base of every schema: an unknown property is refused, `false` is not a number."""

    model_config = ConfigDict(extra="forbid", strict=True, from_attributes=True)


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
