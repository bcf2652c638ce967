"""Settings, Databases: where rows come from beside files."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.connectors.databases.queries.databases import DatabaseCard, database_cards
from relasi.ui import public as ui
from relasi.ui.public import Action, Column, EmptyState, ListSpec, Row

SORTS: dict[str, Callable[[DatabaseCard], Any]] = {
    "name": lambda card: card.name.casefold(),
    "feeds": lambda card: card.feeds,
}


def database_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="databases",
        title=gettext_lazy("Databases"),
        columns=(
            Column("name", gettext_lazy("Name")),
            Column("kind", gettext_lazy("Kind"), sortable=False, wide_only=True),
            Column("host", gettext_lazy("Server"), sortable=False, wide_only=True),
            Column("database", gettext_lazy("Database"), sortable=False, wide_only=True),
            Column("feeds", gettext_lazy("Feeds"), "number"),
        ),
        default_sort="name",
        empty=EmptyState(
            gettext_lazy("Bring in what your other systems know"),
            gettext_lazy(
                "A query to the database of your shop or your accounts, read every few hours:"
                " only what is new, checked like a file, and taken back like one."
            ),
            _new(request),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = database_spec(request)
    state = ui.list_state(request, spec)
    found = [
        card
        for card in database_cards()
        if state.search.casefold() in f"{card.name} {card.host}".casefold()
    ]
    found.sort(key=SORTS[state.sort], reverse=state.descending)
    page = [_row(card) for card in found[state.offset : state.offset + state.limit]]
    return ui.render_list(request, spec, state, page, len(found), primary=_new(request))


def _new(request: HttpRequest) -> Action | None:
    if not ui.may(request, ("settings", "edit")):
        return None
    return Action(_("New database"), reverse("databases:database_new"), "plus")


def _row(card: DatabaseCard) -> Row:
    return Row(
        card.id,
        reverse("databases:database", args=[card.id]),
        {
            "name": card.name,
            "kind": card.kind_label,
            "host": card.host,
            "database": card.database,
            "feeds": card.feeds,
        },
        beneath=card.kind_label,
    )
