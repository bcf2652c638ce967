"""Settings, Webhooks: which programs are told what happens here."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext as _in

from relasi.connectors.webhooks.models import Delivery
from relasi.connectors.webhooks.queries.endpoints import EndpointCard, endpoint_cards
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, ListState, Row

State = Delivery.State
SORTS: dict[str, Callable[[EndpointCard], Any]] = {
    "name": lambda card: card.name.casefold(),
    "waiting": lambda card: card.waiting,
    "delivered": lambda card: card.delivered,
    "dead": lambda card: card.dead,
}


def webhook_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="webhooks",
        title=gettext_lazy("Webhooks"),
        columns=(
            Column("name", gettext_lazy("Name")),
            Column("host", gettext_lazy("Receiver"), sortable=False, wide_only=True),
            Column("state", gettext_lazy("State"), sortable=False, figure=True),
            Column("waiting", gettext_lazy("On their way"), "number", wide_only=True),
            Column("delivered", gettext_lazy("Delivered"), "number", wide_only=True),
            Column("dead", gettext_lazy("Not delivered"), "number"),
        ),
        filters=(Filter("on", gettext_lazy("Switched on"), "boolean"),),
        default_sort="name",
        empty=EmptyState(
            gettext_lazy("Let other programs know at once"),
            gettext_lazy(
                "A webhook tells a program of yours what happens here as it happens: an order,"
                " a consent taken back, two people joined. Each message is signed, tried again"
                " for three days, and kept when nobody takes it."
            ),
            _new(request),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = webhook_spec(request)
    state = ui.list_state(request, spec)
    every = endpoint_cards()
    found = sorted(
        (card for card in every if _fits(card, state)),
        key=SORTS[state.sort],
        reverse=state.descending,
    )
    page = [_row(card) for card in found[state.offset : state.offset + state.limit]]
    messages = Action(_("Messages"), reverse("webhooks:delivery_list"), "inbox") if every else None
    return ui.render_list(
        request, spec, state, page, len(found), primary=_new(request), second=messages
    )


def _new(request: HttpRequest) -> Action | None:
    if not ui.may(request, ("webhooks", "edit")):
        return None
    return Action(_("New webhook"), reverse("webhooks:webhook_new"), "plus")


def _fits(card: EndpointCard, state: ListState) -> bool:
    words = f"{card.name} {card.host}".casefold()
    return state.search.casefold() in words and all(
        card.is_enabled is value.yes for value in state.filters
    )


def standing(card: EndpointCard) -> Cell:
    """On, off, gone or failing."""
    if card.gone_at:
        return Cell(_("Gone"), tag="bad")
    if not card.is_enabled:
        return Cell(_in("webhook", "Off"), tag="warn")
    if card.failing_since:
        return Cell(_("Failing"), tag="warn")
    return Cell(_in("webhook", "On"), tag="good")


def rows_url(endpoint_id: int, *states: str) -> str:
    """The list of an endpoint's messages in a state."""
    asked = "".join(f"&f=state:is:{state}" for state in states)
    return f"{reverse('webhooks:delivery_list')}?f=endpoint:is:{endpoint_id}{asked}"


def _row(card: EndpointCard) -> Row:
    return Row(
        card.id,
        reverse("webhooks:webhook", args=[card.id]),
        {
            "name": card.name,
            "host": card.host,
            "state": standing(card),
            "waiting": Cell(card.waiting, url=rows_url(card.id, State.WAITING)),
            "delivered": Cell(card.delivered, url=rows_url(card.id, State.DELIVERED)),
            "dead": Cell(card.dead, url=rows_url(card.id, State.DEAD)),
        },
        beneath=card.host,
        muted=not card.is_enabled,
    )
