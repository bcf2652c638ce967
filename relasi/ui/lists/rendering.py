"""From a list's state and its rows to the page, or to the part that htmx redraws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from relasi.ui import formats
from relasi.ui.viewing import may

from .cells import Row, drawn, place
from .spec import RELATION_WORDS, WITHOUT_VALUE, Action, Column, Filter, ListSpec
from .state import FilterValue, ListState
from .views import SavedView, view_store


@dataclass(frozen=True, slots=True)
class Choice:
    """A link in a menu."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    index: int
    field: str
    relation: str
    value: str
    raw: str
    filter: Filter
    relations: tuple[Choice, ...]
    options: tuple[Choice, ...]
    form_relation: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FilterMenu:
    """One line of the filter menu: a set of links, or a small form for a typed value."""

    filter: Filter
    options: tuple[Choice, ...]
    relations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    column: Column
    css: str
    url: str
    aria_sort: str


def render_list(  # noqa: PLR0913  # a page is put together from what it shows
    request: HttpRequest,
    spec: ListSpec,
    state: ListState,
    rows: Sequence[Row],
    total: int,
    *,
    total_is_estimate: bool = False,
    primary: Action | None = None,
    second: Action | None = None,
    foot: str = "",
    template: str = "ui/list.html",
    extra_context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The list's page; for htmx only what changes. A form's draft filter becomes the address."""
    address = request.path + state.address(state.page)
    partial = request.headers.get("HX-Request-Type") == "partial"
    if "f_key" in request.GET and not partial:
        return HttpResponseRedirect(address)
    context = list_context(request, spec, state, rows, total, total_is_estimate=total_is_estimate)
    context |= {"primary": primary, "second": second, "foot": foot} | dict(extra_context or {})
    response = render(request, f"{template}#rows" if partial else template, context)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    if partial:
        response["HX-Push-Url"] = address
    return response


def list_context(  # noqa: PLR0913
    request: HttpRequest,
    spec: ListSpec,
    state: ListState,
    rows: Sequence[Row],
    total: int,
    *,
    total_is_estimate: bool = False,
) -> dict[str, Any]:
    """Everything `ui/list.html` shows, for a page that puts a list inside something else."""
    store = view_store()
    bulk = [
        (action, reverse(action.url_name)) for action in spec.bulk if may(request, action.rights)
    ]
    asked = bool(state.search or state.filters)
    figure = _figure(state, spec)
    return {
        "spec": spec,
        "state": state,
        "path": request.path,
        "rows": [drawn(row, state.columns, figure) for row in rows],
        "heads": [_head(column, state, figure) for column in state.columns],
        "chips": [_chip(index, value, state, spec) for index, value in enumerate(state.filters)],
        "filter_menus": [_filter_menu(filter_, state) for filter_ in spec.filters],
        "sort_menu": _sort_menu(state),
        "column_menu": [(column, column in state.columns) for column in spec.columns],
        "bulk": bulk,
        "paging": _paging(state, len(rows), total, estimate=total_is_estimate),
        "export_url": state.address(export="csv") if spec.export_name else "",
        "nothing_found": asked and not rows,
        "nothing_yet": not asked and not rows and state.page == 1,
        **_views(request, state, store.views(request, request.path) if store else []),
        "save_view_url": store.save_url(request) if store else "",
    }


def _views(request: HttpRequest, state: ListState, saved: list[SavedView]) -> dict[str, Any]:
    here = f"{request.path}?{state.query_string}" if state.query_string else request.path
    current = next((view for view in saved if view.url == here), None)
    store = view_store()
    return {
        "views": [Choice(view.name, view.url, view == current) for view in saved],
        "view": current if current and current.mine else None,
        "view_url": store.view_url(current.id) if store and current and current.mine else "",
        "everything": not state.query_string,
        "unsaved": bool(state.query_string) and current is None,
    }


def _figure(state: ListState, spec: ListSpec) -> str:
    """The column that a phone shows at the right: what was sorted by, else the list's own."""
    rest = [column for column in state.columns[1:] if column.kind != "html"]
    own = [column.key for column in rest if column.figure]
    numbers = [column.key for column in rest if column.to_right and not column.wide_only]
    asked = state.sort != spec.default_sort.removeprefix("-")
    if asked and state.sort in {column.key for column in rest}:
        return state.sort
    return [*numbers[-1:], *own][-1] if numbers or own else ""


def _head(column: Column, state: ListState, figure: str) -> Head:
    css = place(column, figure) if column != state.columns[0] else ""
    if not column.sortable:
        return Head(column, css, "", "")
    current = column.key == state.sort
    # Figures are asked for from the top, names from A.
    descending = not state.descending if current else column.to_right
    aria = ("descending" if state.descending else "ascending") if current else ""
    return Head(column, css, state.sorted_by(column.key, descending=descending).address(), aria)


def _sort_menu(state: ListState) -> list[Choice]:
    """Every sortable column both ways, for the phone where heads are hidden."""
    return [
        Choice(
            f"{column.label} {arrow}",
            state.sorted_by(column.key, descending=descending).address(),
            column.key == state.sort and descending == state.descending,
        )
        for column in state.columns
        if column.sortable
        for arrow, descending in (("↑", False), ("↓", True))
    ]


def _value_text(known: Filter, value: FilterValue) -> str:
    language = get_language() or "en"
    if value.relation in WITHOUT_VALUE:
        return ""
    if known.kind in {"number", "percent"}:
        digits = max(0, -int(value.number.as_tuple().exponent))
        text = formats.number(value.number, language, digits=digits)
        return f"{text}{formats.NBSP}%" if known.kind == "percent" else text
    if known.kind == "date":
        return formats.day(value.on, language)
    if known.read:
        return known.read(value.value)
    return dict(known.options()).get(value.value, value.value)


def _chip(index: int, value: FilterValue, state: ListState, spec: ListSpec) -> Chip:
    known = spec.filter(value.key)
    assert known is not None
    return Chip(
        index=index,
        field=str(known.label),
        relation=str(RELATION_WORDS[value.relation]),
        value=_value_text(known, value),
        raw=value.value,
        filter=known,
        relations=tuple(_relation_choices(index, value, known, state)),
        options=tuple(_options(known, state, at=index, relation=value.relation)),
        form_relation=value.relation,
        remove_url=state.without(index).address(),
    )


def _relation_choices(
    index: int, value: FilterValue, known: Filter, state: ListState
) -> list[Choice]:
    """The other relations this value can stand in; one that lacks its value is left out."""
    return [
        Choice(
            str(RELATION_WORDS[relation]),
            state.with_filter(
                FilterValue(known.key, relation, "" if relation in WITHOUT_VALUE else value.value),
                index,
            ).address(),
            relation == value.relation,
        )
        for relation in known.relations
        if relation in WITHOUT_VALUE or value.value
    ]


def _options(
    known: Filter, state: ListState, *, at: int | None = None, relation: str = ""
) -> list[Choice]:
    relation = relation if relation and relation not in WITHOUT_VALUE else known.relations[0]
    now = state.filters[at].value if at is not None else None
    return [
        Choice(
            label,
            state.with_filter(FilterValue(known.key, relation, option), at).address(),
            option == now,
        )
        for option, label in known.options()
    ]


def _filter_menu(known: Filter, state: ListState) -> FilterMenu:
    words = tuple((relation, str(RELATION_WORDS[relation])) for relation in known.relations)
    return FilterMenu(known, tuple(_options(known, state)), words)


def _paging(state: ListState, shown: int, total: int, *, estimate: bool) -> dict[str, Any]:
    first = state.offset + 1 if shown else 0
    last = state.offset + shown
    more = last < total or (estimate and shown == state.limit)
    return {
        "first": first,
        "last": last,
        "total": max(total, last),
        "estimate": estimate,
        "previous": state.address(state.page - 1) if state.page > 1 else "",
        "next": state.address(state.page + 1) if more else "",
    }
