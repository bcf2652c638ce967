"""Every message that was sent or waits, with what became of it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts
from relasi.connectors.webhooks.kinds import called
from relasi.connectors.webhooks.models import Delivery
from relasi.connectors.webhooks.queries.deliveries import (
    DeliveryCard,
    cards,
    counted,
    deliveries,
    kinds_there,
)
from relasi.connectors.webhooks.queries.endpoints import endpoint_names
from relasi.connectors.webhooks.wording import TAGS, outcome
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, BulkAction, Cell, Column, EmptyState, Filter, ListSpec, Row

HEADER = ("id", "kind", "webhook", "state", "failures", "told_at", "ended_at", "status", "word")
CHUNK = 2000


def _endpoints() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in endpoint_names().items()]


def _kinds() -> list[tuple[str, str]]:
    return [(key, called(key)) for key in kinds_there()]


def _states() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Delivery.State.choices]


def delivery_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="webhook_messages",
        title=gettext_lazy("Messages of webhooks"),
        columns=(
            Column("kind", gettext_lazy("What happened"), sortable=False),
            Column("endpoint", gettext_lazy("Webhook"), sortable=False, wide_only=True),
            Column("state", gettext_lazy("State"), sortable=False, figure=True),
            Column("outcome", gettext_lazy("Last answer"), sortable=False, wide_only=True),
            Column("failures", _in("webhook", "Failed tries"), "number", sortable=False,
                   wide_only=True),
            Column("told", gettext_lazy("Happened"), "date", wide_only=True),
        ),
        filters=(
            Filter("endpoint", gettext_lazy("Webhook"), "choice", _endpoints),
            Filter("state", gettext_lazy("State"), "choice", _states),
            Filter("kind", gettext_lazy("What happened"), "choice", _kinds),
            Filter("told", gettext_lazy("Happened"), "date"),
        ),
        search=False,
        default_sort="-told",
        bulk=(
            BulkAction(
                "again",
                gettext_lazy("Send again"),
                "rotate-cw",
                "webhooks:delivery_again",
                ("webhooks", "edit"),
            ),
        ),
        export_name="webhooks" if ui.may(request, ("webhooks", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Nothing was told yet"),
            gettext_lazy("What a webhook is told stands here, with each try and its answer."),
        ),
    )  # fmt: skip


def show(request: HttpRequest) -> HttpResponseBase:
    spec = delivery_spec(request)
    state = ui.list_state(request, spec)
    found = deliveries(state)
    if ui.wants_csv(request):
        by = accounts.actor_of(request)
        accounts.authorise(by, "export", "webhooks")
        accounts.record(by, "exported", "webhooks", at=clock.now(), query=state.asked_by)
        return ui.csv_stream(
            spec.export_name, HEADER, _exported(found, descending=state.descending)
        )
    total, more = counted(found)
    page = [_row(card) for card in cards(found[state.offset : state.offset + state.limit])]
    back = Action(_("Webhooks"), reverse("webhooks:webhook_list"), "webhook")
    return ui.render_list(request, spec, state, page, total, total_is_estimate=more, second=back)


def _row(card: DeliveryCard) -> Row:
    return Row(
        card.id,
        reverse("webhooks:delivery", args=[card.id]),
        {
            "kind": called(card.kind),
            "endpoint": Cell(
                card.endpoint_name, url=reverse("webhooks:webhook", args=[card.endpoint_id])
            ),
            "state": Cell(card.state_label, tag=TAGS[Delivery.State(card.state)]),
            "outcome": outcome(card),
            "failures": card.failures,
            "told": card.created_at,
        },
        beneath=card.endpoint_name,
    )


def _exported(rows: QuerySet[Delivery], *, descending: bool) -> Iterator[tuple[Any, ...]]:
    """A part at a time, each from where the one before ended."""
    part = cards(rows[:CHUNK])
    while part:
        for card in part:
            yield (
                *(card.uid, card.kind, card.endpoint_name, card.state, card.failures),
                *(card.created_at, card.ended_at, card.status, card.word),
            )
        further = {"pk__lt" if descending else "pk__gt": part[-1].id}
        part = cards(rows.filter(**further)[:CHUNK])
