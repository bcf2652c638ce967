"""Settings, Erasures: who was erased, and who may be known again."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.privacy.models import Erasure, State
from relasi.privacy.queries.cards import ErasureCard, erasure_card, erasures
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, Row

HEADER = (
    "erasure", "person", "state", "reason", "asked_at", "asked_by", "finished_at", "rows", "seal",
)  # fmt: skip
TAGS = {State.DONE: "good", State.CANCELLED: "", State.WAITING: "info", State.RUNNING: "info"}


def _states() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in State.choices]


def _reasons() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Erasure.Reason.choices]


def erasure_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="erasures",
        title=gettext_lazy("Erasures"),
        columns=(
            Column("number", gettext_lazy("Erasure"), sortable=False),
            Column("state", gettext_lazy("State"), sortable=False, figure=True),
            Column("rows", gettext_lazy("Rows found"), "number", sortable=False),
            Column("reason", gettext_lazy("Why"), sortable=False, wide_only=True),
            Column("asked", gettext_lazy("Asked"), "date", wide_only=True),
            Column("finished", gettext_lazy("Done"), "date", sortable=False, wide_only=True),
        ),
        filters=(
            Filter("state", gettext_lazy("State"), "choice", _states),
            Filter("reason", gettext_lazy("Why"), "choice", _reasons),
        ),
        default_sort="-asked",
        export_name="erasures" if ui.may(request, ("privacy", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Nobody was erased yet"),
            gettext_lazy(
                "Whoever asks to be forgotten is erased from their page: out of every table, the"
                " history and uploaded files. A receipt stays here that says what was found, and"
                " no import brings them back."
            ),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = erasure_spec(request)
    state = ui.list_state(request, spec)
    rows = erasures(state.search)
    for value in state.filters:
        named = {value.key: value.value}
        if value.relation in {"is", "is_not"}:
            rows = rows.filter(**named) if value.relation == "is" else rows.exclude(**named)
        elif value.relation == "not_set":
            rows = rows.none()
    if not state.descending:
        rows = rows.reverse()
    if ui.wants_csv(request):
        actor = accounts.actor_of(request)
        accounts.authorise(actor, "export", "privacy")
        accounts.record(actor, "exported", "erasures", at=clock.now(), query=state.asked_by)
        return ui.csv_stream("erasures", HEADER, (_line(row) for row in rows.iterator(1000)))
    page = [_row(erasure_card(row)) for row in rows[state.offset : state.offset + state.limit]]
    allow = Action(_("Allow an address again"), reverse("privacy:allow_again"), "undo-2")
    second = allow if ui.may(request, ("privacy", "edit")) else None
    return ui.render_list(request, spec, state, page, rows.count(), second=second)


def _row(card: ErasureCard) -> Row:
    return Row(
        card.id,
        reverse("privacy:erasure", args=[card.id]),
        {
            "number": Cell(f"#{card.id}", note=_("person %(n)d") % {"n": card.contact_id}),
            "state": Cell(card.state_label, tag=TAGS[State(card.state)]),
            "rows": sum(one.rows for one in card.rows),
            "reason": card.reason_label,
            "asked": card.asked_at,
            "finished": card.finished_at,
        },
        beneath=card.reason_label,
        selectable=False,
    )


def _line(row: Erasure) -> tuple[object, ...]:
    card = erasure_card(row)
    total = sum(one.rows for one in card.rows)
    return (
        card.id, card.contact_id, card.state, row.reason, card.asked_at, card.asked_by,
        card.finished_at, total, card.seal,
    )  # fmt: skip


class AllowForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("E-mail address, phone number or customer number"), max_length=320
    )


def show_allow(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/allow_again.html", {"form": AllowForm()})


def allow(request: HttpRequest) -> HttpResponse:
    """Whoever was erased by this address may be known by it again."""
    form = AllowForm(request.POST)
    if form.is_valid():
        try:
            contacts.allow_again(
                text=form.cleaned_data["address"],
                country=accounts.organisation().country,
                by=accounts.actor_of(request),
                now=clock.now(),
            )
        except (Refused, NotFound) as problem:
            form.add_error("address", str(problem))
        else:
            ui.toast(request, _("Whoever is known by this may be taken in again."))
            return redirect("privacy:erasure_list")
    return render(request, "privacy/allow_again.html", {"form": form}, status=422)
