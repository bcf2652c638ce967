"""What a person asked a list for, read from the address and written back into it.

q=text · sort=-created · page=2 · cols=name,value · f=stage:is:active (once for each filter)
A form that adds or changes one filter sends f_key, f_rel, f_val and f_at instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .spec import WITHOUT_VALUE, Column, Filter, ListSpec

MAX_FILTERS = 20
MAX_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class FilterValue:
    """One chip: `value` as typed, checked against the filter's kind; "" for (not) set."""

    key: str
    relation: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.key}:{self.relation}:{self.value}"

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)

    @property
    def share(self) -> Decimal:
        """What was typed as percent, as a share: 30 is 0.3."""
        return self.number / 100

    @property
    def on(self) -> date:
        return date.fromisoformat(self.value)

    @property
    def yes(self) -> bool:
        return self.value == "yes"


@dataclass(frozen=True, slots=True)
class ListState:
    search: str
    sort: str
    descending: bool
    filters: tuple[FilterValue, ...]
    page: int
    columns: tuple[Column, ...]
    limit: int
    default_sort: str = ""
    chosen_columns: tuple[str, ...] = ()

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit

    @property
    def order(self) -> str:
        return f"-{self.sort}" if self.descending else self.sort

    @property
    def query_string(self) -> str:
        """Search, filters, sorting and columns, without the page: what a saved view keeps."""
        pairs = [("q", self.search)] if self.search else []
        pairs += [("f", str(value)) for value in self.filters]
        if self.order != self.default_sort:
            pairs.append(("sort", self.order))
        if self.chosen_columns:
            pairs.append(("cols", ",".join(self.chosen_columns)))
        return urlencode(pairs, safe=":,")

    @property
    def asked_by(self) -> str:
        """What it was searched and narrowed by, without the words: they may name somebody, and
        the audit log forgets nothing.
        """
        asked = ["q"] if self.search else []
        return " ".join([*asked, *(f"{value.key}:{value.relation}" for value in self.filters)])

    def address(self, page: int = 1, **extra: str) -> str:
        """The query of this list on `page`, with its "?"."""
        parts = [self.query_string]
        more = ({"page": str(page)} if page > 1 else {}) | extra
        if more:
            parts.append(urlencode(more))
        return "?" + "&".join(part for part in parts if part)

    def sorted_by(self, key: str, *, descending: bool) -> "ListState":
        return replace(self, sort=key, descending=descending, page=1)

    def without(self, index: int) -> "ListState":
        kept = self.filters[:index] + self.filters[index + 1 :]
        return replace(self, filters=kept, page=1)

    def with_filter(self, value: FilterValue, at: int | None = None) -> "ListState":
        """Add a filter, or put it in the place of the one at `at`."""
        if at is None or not 0 <= at < len(self.filters):
            return replace(self, filters=(*self.filters, value), page=1)
        return replace(self, filters=(*self.filters[:at], value, *self.filters[at + 1 :]), page=1)


def list_state(request: HttpRequest, spec: ListSpec) -> ListState:
    """What the address asks of the list; Refused when it asks for what the list has not."""
    return state_of(request.GET, spec)


def state_of(query: QueryDict, spec: ListSpec) -> ListState:
    order = query.get("sort", "") or spec.default_sort
    chosen = _chosen_columns(query, spec)
    state = ListState(
        search=query.get("q", "").strip()[:200] if spec.search else "",
        sort=_sort_key(order, spec),
        descending=order.startswith("-"),
        filters=tuple(_filters(query.getlist("f"), spec)),
        page=_page(query.get("page", "1")),
        columns=_columns(chosen, spec),
        limit=spec.page_size,
        default_sort=spec.default_sort,
        chosen_columns=chosen,
    )
    return _with_draft(state, query, spec)


def _sort_key(order: str, spec: ListSpec) -> str:
    key = order.removeprefix("-")
    if not key:
        return ""
    column = spec.column(key)
    # The default may be something that no column shows, such as the newest first.
    if order != spec.default_sort and (column is None or not column.sortable):
        raise Refused(_("This list cannot be sorted by “%s”.") % key, field="sort")
    return key


def _page(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:8]) <= MAX_PAGE:
        raise Refused(_("“%s” is not a page number.") % text[:20], field="page")
    return int(text)


def _chosen_columns(query: QueryDict, spec: ListSpec) -> tuple[str, ...]:
    """The columns asked for, in their order; a chooser sends `col` once for each."""
    keys = [key for key in query.get("cols", "").split(",") if key] or query.getlist("col")
    unknown = next((key for key in keys if spec.column(key) is None), None)
    if unknown is not None:
        raise Refused(_("This list has no column “%s”.") % unknown, field="cols")
    usual = tuple(column.key for column in spec.columns if column.default)
    chosen = tuple(dict.fromkeys(keys))
    return () if chosen == usual else chosen


def _columns(chosen: tuple[str, ...], spec: ListSpec) -> tuple[Column, ...]:
    """The first column is the name of the row and always there."""
    if not chosen:
        return tuple(column for column in spec.columns if column.default)
    first = spec.columns[0]
    asked = [column for key in chosen if (column := spec.column(key)) not in {None, first}]
    return (first, *(column for column in asked if column is not None))


def _filters(texts: Iterable[str], spec: ListSpec) -> Iterable[FilterValue]:
    parts = [text.split(":", 2) for text in texts]
    if len(parts) > MAX_FILTERS:
        raise Refused(_("A list takes at most %d filters.") % MAX_FILTERS, field="f")
    for key, relation, value in (part + [""] * (3 - len(part)) for part in parts):
        yield filter_value(spec, key, relation, value)


def filter_value(spec: ListSpec, key: str, relation: str, value: str) -> FilterValue:
    """A checked filter; Refused with a sentence when key, relation or value do not fit."""
    known = spec.filter(key)
    if known is None:
        raise Refused(_("This list has no filter “%s”.") % key, field="f")
    if relation not in known.relations:
        raise Refused(
            _("“%(filter)s” cannot be compared with “%(relation)s”.")
            % {"filter": known.label, "relation": relation},
            field=key,
        )
    if relation in WITHOUT_VALUE:
        return FilterValue(key, relation)
    return FilterValue(key, relation, _checked(known, value.strip()))


def _checked(known: Filter, value: str) -> str:
    if not value:
        raise Refused(_("Say a value for “%s”.") % known.label, field=known.key)
    if known.kind in {"choice", "boolean"}:
        if value not in {option for option, _label in known.options()}:
            raise Refused(
                _("“%(value)s” is not a choice of “%(filter)s”.")
                % {"value": value[:60], "filter": known.label},
                field=known.key,
            )
        return value
    if known.kind in {"number", "percent"}:
        return _checked_number(known, value)
    if known.kind == "date":
        return _checked_date(known, value)
    return value[:200]


def _checked_number(known: Filter, value: str) -> str:
    try:
        exact = Decimal(value.replace("−", "-").removesuffix("%").strip())
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite() or abs(exact.adjusted()) > 18:  # noqa: PLR2004
        raise Refused(
            _("“%(value)s” is not a number. Write “%(filter)s” like 1250 or 12.5.")
            % {"value": value[:60], "filter": known.label},
            field=known.key,
        )
    return f"{exact:f}"


def _checked_date(known: Filter, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Refused(
            _("“%(value)s” is not a date. Write “%(filter)s” like 2026-02-28.")
            % {"value": value[:60], "filter": known.label},
            field=known.key,
        ) from None


def _with_draft(state: ListState, query: QueryDict, spec: ListSpec) -> ListState:
    """The state with the filter that a chip's or the filter menu's form just sent."""
    key = query.get("f_key", "")
    if not key:
        return state
    relation = query.get("f_rel", "")
    value = filter_value(spec, key, relation, query.get("f_val", ""))
    at = query.get("f_at", "")
    return state.with_filter(value, int(at) if at.isdigit() and len(at) < 3 else None)  # noqa: PLR2004
