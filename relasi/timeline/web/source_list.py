"""Settings, Sources: which web sites, apps and servers send events."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext as _in

from relasi.kernel import clock
from relasi.timeline.models import Source
from relasi.timeline.queries.intake import refused_unknown
from relasi.timeline.queries.quarantine import any_quarantined
from relasi.timeline.queries.sources import SourceCard, source_cards
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, ListState, Row

EPOCH = 0.0
SORTS: dict[str, Callable[[SourceCard], Any]] = {
    "name": lambda card: card.name.casefold(),
    "received": lambda card: card.received,
    "last": lambda card: card.last_at.timestamp() if card.last_at else EPOCH,
}


def _kinds() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Source.Kind.choices]


def source_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="sources",
        title=gettext_lazy("Sources"),
        columns=(
            Column("name", gettext_lazy("Name")),
            Column("kind", gettext_lazy("Kind"), sortable=False, wide_only=True),
            Column("state", gettext_lazy("State"), sortable=False),
            Column("received", gettext_lazy("Events in 24 hours"), "number"),
            Column("last", gettext_lazy("Last event"), "date", wide_only=True),
        ),
        filters=(
            Filter("kind", gettext_lazy("Kind"), "choice", _kinds),
            Filter("on", gettext_lazy("Switched on"), "boolean"),
        ),
        default_sort="name",
        empty=EmptyState(
            gettext_lazy("See what people do on your site"),
            gettext_lazy(
                "A source is a web site, an app or a server that tells Relasi what people do"
                " there: with the Segment, RudderStack or PostHog library you have, or with a"
                " plain request. It then stands on each person’s timeline."
            ),
            _new(request),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = source_spec(request)
    state = ui.list_state(request, spec)
    now = clock.now()
    found = _sorted([card for card in source_cards(now) if _fits(card, state)], state)
    page = [_row(card) for card in found[state.offset : state.offset + state.limit]]
    return ui.render_list(
        request,
        spec,
        state,
        page,
        len(found),
        primary=_new(request),
        second=_quarantine(),
        foot=_strangers(refused_unknown(now)),
    )


def _new(request: HttpRequest) -> Action | None:
    if not ui.may(request, ("sources", "edit")):
        return None
    return Action(_("New source"), reverse("timeline:source_new"), "plus")


def _quarantine() -> Action | None:
    if not any_quarantined():
        return None
    return Action(_("Quarantine"), reverse("timeline:quarantine"), "shield-alert")


def _strangers(events: int) -> str:
    """What came with no source's key has no page of its own."""
    if not events:
        return ""
    sentence = ngettext(
        "%(n)s event in 24 hours came without a known write key.",
        "%(n)s events in 24 hours came without a known write key.",
        events,
    )
    return sentence % {"n": events}


def _fits(card: SourceCard, state: ListState) -> bool:
    if state.search.casefold() not in card.name.casefold():
        return False
    for value in state.filters:
        if value.key == "on":
            fits = card.is_enabled is value.yes
        else:
            fits = {
                "is": card.kind == value.value,
                "is_not": card.kind != value.value,
                "set": True,
                "not_set": False,
            }[value.relation]
        if not fits:
            return False
    return True


def _sorted(cards: list[SourceCard], state: ListState) -> list[SourceCard]:
    return sorted(cards, key=SORTS[state.sort], reverse=state.descending)


def _row(card: SourceCard) -> Row:
    on = (
        Cell(_in("source", "On"), tag="good")
        if card.is_enabled
        else Cell(_in("source", "Off"), tag="warn")
    )
    return Row(
        card.id,
        reverse("timeline:source", args=[card.id]),
        {
            "name": card.name,
            "kind": card.kind_label,
            "state": on,
            "received": Cell(card.received, url=reverse("timeline:source_counts", args=[card.id])),
            "last": card.last_at,
        },
        beneath=card.kind_label,
        muted=not card.is_enabled,
    )
