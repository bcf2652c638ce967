"""Settings, Privacy requests: what people ask about their data, the overdue first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.requests.models import Request
from relasi.requests.queries.cards import RequestCard, card_of, counted, found_requests
from relasi.requests.sentences import clock_says
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, Row

HEADER = ("request", "kind", "state", "contact_id", "via", "law", "received_at", "due_at",
          "extended_at", "proof", "proven_at", "closed_at")  # fmt: skip
CHUNK = 2000
TAGS = {"received": "info", "proving": "warn", "working": "brand", "done": "good", "refused": "bad"}


def request_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="requests",
        title=gettext_lazy("Privacy requests"),
        columns=(
            Column("who", gettext_lazy("Who"), sortable=False),
            Column("kind", gettext_lazy("What they ask"), sortable=False, wide_only=True),
            Column("state", gettext_lazy("State"), sortable=False, wide_only=True),
            Column("clock", gettext_lazy("Clock"), sortable=False, figure=True),
            Column("received", gettext_lazy("Received"), "date", wide_only=True),
            Column("due", gettext_lazy("Due"), "date", wide_only=True),
        ),
        filters=(
            Filter("open", gettext_lazy("Open"), "boolean"),
            Filter("overdue", gettext_lazy("Overdue"), "boolean"),
            Filter("kind", gettext_lazy("What they ask"), "choice", lambda: _of(Request.Kind)),
            Filter("state", gettext_lazy("State"), "choice", lambda: _of(Request.State)),
            Filter("law", gettext_lazy("Law"), "choice", lambda: _of(Request.Law)),
            Filter("due", gettext_lazy("Due"), "date"),
            Filter("received", gettext_lazy("Received"), "date"),
        ),
        default_sort="due",
        export_name="privacy-requests" if ui.may(request, ("privacy", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Nobody has asked yet"),
            gettext_lazy(
                "Whoever asks to see, correct, take or erase what you hold has a right to it in"
                " three days (UU PDP) or a month (GDPR). Write the request down, and its clock"
                " runs here."
            ),
            _new(request),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec, now = request_spec(request), clock.now()
    state = ui.list_state(request, spec)
    found = found_requests(state, now)
    if ui.wants_csv(request):
        actor = accounts.actor_of(request)
        accounts.authorise(actor, "export", "privacy")
        accounts.record(actor, "exported", "requests", at=now, query=state.asked_by)
        return ui.csv_stream("privacy-requests", HEADER, _exported(found))
    total, more = counted(found)
    page = [card_of(row, now) for row in found[state.offset : state.offset + state.limit]]
    names = contacts.names([card.contact_id for card in page if card.contact_id])
    rows = [_row(card, names, now) for card in page]
    return ui.render_list(
        request, spec, state, rows, total, total_is_estimate=more, primary=_new(request)
    )


def _new(request: HttpRequest) -> Action | None:
    if not ui.may(request, ("privacy", "edit")):
        return None
    return Action(_("New request"), reverse("requests:request_new"), "plus")


def _of(choices: Any) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in choices.choices]


def _row(card: RequestCard, names: dict[int, str], now: datetime) -> Row:
    says = clock_says(card, now)
    who = names.get(card.contact_id or 0) or card.address or _("Erased person")
    return Row(
        card.id,
        reverse("requests:request", args=[card.id]),
        {
            "who": who,
            "kind": card.kind_label,
            "state": Cell(card.state_label, tag=TAGS.get(card.state, "")),
            "clock": Cell(says, tag="bad") if card.is_overdue else says,
            "received": card.received_at,
            "due": card.due_at,
        },
        beneath=card.kind_label,
        muted=not card.is_open,
    )


def _exported(found: QuerySet[Request]) -> Iterator[tuple[Any, ...]]:
    """Without what they wrote: a list of work, not of people's words."""
    names = ("pk", *HEADER[1:])
    yield from found.values_list(*names).iterator(CHUNK)
