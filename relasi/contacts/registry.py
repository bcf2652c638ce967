"""What packages above add to the People list, and what goes or stays with one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relasi.ui.public import Cell, Filter, FilterValue

Fragment = tuple[str, Sequence[Any]]
Kind = str


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One more column of the People list.

    The value is `column` of `table`, which has at most one row a contact, by `contact_id`;
    an index on (column, contact_id) makes it sortable at any size. Without a table the
    column cannot be sorted, and `cells` reads what it shows for the people of one page.
    `cells` also overrides how values of a table are shown.

    `filter` is offered with the column. Its SQL is made from table and column, or by
    `condition`: text and parameters that say something about `c.id`. Text comes from the
    package, only parameters from the user.
    """

    key: str
    label: Any
    kind: Any = "text"
    table: str = ""
    column: str = ""
    filter: Filter | None = None
    condition: Callable[[FilterValue], Fragment] | None = None
    cells: Callable[[Sequence[int]], Mapping[int, Cell | Any]] | None = None
    default: bool = False
    wide_only: bool = True
    right: bool = False


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter without a column, such as "in segment"."""

    filter: Filter
    condition: Callable[[FilterValue], Fragment]


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of a package above that belong to a person, for when the person is deleted.

    Those that stay keep their contact, whose row then has no name; the others are deleted by
    their package when it hears ContactsDeleted. `words(n)` names them: "3 orders". The number
    is counted over `table`.`contact_id`.
    """

    table: str
    words: Callable[[int], str]
    stays: bool = True


_columns: dict[str, ListColumn] = {}
_filters: dict[str, ListFilter] = {}
_holdings: dict[str, Holding] = {}


def register_column(column: ListColumn) -> None:
    """Add a column, in the order of registration; the same key again replaces it."""
    _columns[column.key] = column


def register_filter(filter_: ListFilter) -> None:
    _filters[filter_.filter.key] = filter_


def register_holding(holding: Holding) -> None:
    _holdings[holding.table] = holding


def columns() -> tuple[ListColumn, ...]:
    return tuple(_columns.values())


def column(key: str) -> ListColumn | None:
    return _columns.get(key)


def filters() -> tuple[ListFilter, ...]:
    return tuple(_filters.values())


def list_filter(key: str) -> ListFilter | None:
    return _filters.get(key)


def holdings() -> tuple[Holding, ...]:
    return tuple(_holdings.values())
