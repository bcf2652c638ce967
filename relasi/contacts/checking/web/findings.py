"""The list of addresses that can hardly be right, and what is done about those that are chosen."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.actions.bulk import propose
from relasi.contacts.checking.actions.leaving import leave_findings, take_up_findings
from relasi.contacts.checking.queries import findings
from relasi.contacts.checking.queries.findings import FindingRow, Question
from relasi.contacts.models import AddressFinding
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, BulkAction, Cell, Column, EmptyState, Filter, ListSpec, Row

EDIT = ("contacts", "edit")
COLOURS = {
    "typo": "warn", "no_mail": "bad", "unreadable": "bad", "disposable": "warn", "phone": "warn",
}  # fmt: skip
HEADER = ("id", "contact_id", "name", "address", "finding", "meant", "found_at", "left")


def spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="addresses",
        title=gettext_lazy("Addresses to look at"),
        columns=(
            Column("address", gettext_lazy("Address")),
            Column("kind", gettext_lazy("What is doubtful")),
            Column("meant", gettext_lazy("Probably meant"), wide_only=True),
            Column("who", gettext_lazy("Person"), sortable=False, wide_only=True),
            Column("found", gettext_lazy("Found"), "date", wide_only=True),
        ),
        filters=(
            Filter("kind", gettext_lazy("What is doubtful"), "choice", _kinds),
            Filter("state", gettext_lazy("State"), "choice", _states),
        ),
        default_sort="-found",
        bulk=(
            BulkAction(
                "correct", gettext_lazy("Correct"), "check", "contacts:addresses_correct", EDIT
            ),
            BulkAction(
                "invalid", gettext_lazy("Not valid"), "ban", "contacts:addresses_invalid", EDIT
            ),
            BulkAction(
                "leave", gettext_lazy("Leave as it is"), "eye-off", "contacts:addresses_leave", EDIT
            ),
            BulkAction(
                "take_up", gettext_lazy("Look at again"), "eye", "contacts:addresses_take_up", EDIT
            ),
        ),
        export_name="addresses" if ui.may(request, ("contacts", "export")) else "",
        empty=EmptyState(
            gettext_lazy("No address looks wrong"),
            gettext_lazy(
                "Every night Relasi looks for slips of the pen, domains that take no mail,"
                " addresses that are thrown away after use, and mailboxes of nobody in particular."
            ),
            Action(gettext_lazy("List quality"), reverse("contacts:address_check"), "list-checks"),
        ),
    )


def _kinds() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in AddressFinding.Kind.choices]


def _states() -> list[tuple[str, str]]:
    return [("open", _("To be looked at")), ("left", _("Left as it is"))]


def show(request: HttpRequest) -> HttpResponseBase:
    listed = spec(request)
    state = ui.list_state(request, listed)
    actor = actor_of(request)
    if ui.wants_csv(request):
        owners = visible_owners(actor, "export", "contacts")
        accounts.record(actor, "exported", "contacts", at=clock.now(), query=state.asked_by)
        asked = findings.question(state, owners)
        return ui.csv_stream("addresses", HEADER, _exported(asked))
    asked = findings.question(state, visible_owners(actor, "view", "contacts"))
    total, more = findings.counted(asked)
    rows = findings.page(asked, offset=state.offset, limit=state.limit)
    return ui.render_list(
        request,
        listed,
        state,
        [_row(row) for row in rows],
        total,
        total_is_estimate=more,
        second=Action(_("Check"), reverse("contacts:address_check"), "list-checks"),
    )


def _row(row: FindingRow) -> Row:
    return Row(
        row.id,
        reverse("contacts:contact", args=[row.contact_id]),
        {
            "address": row.address,
            "kind": Cell(row.kind_label, tag=COLOURS.get(row.kind, "line")),
            "meant": row.meant,
            "who": Cell(row.name or _("No name"), who="person"),
            "found": row.found_at,
        },
    )


def _exported(asked: Question) -> Iterator[list[Any]]:
    for row in findings.every(asked):
        yield [
            row.id, row.contact_id, row.name, row.address, row.kind, row.meant, row.found_at,
            row.left,
        ]  # fmt: skip


def _chosen(request: HttpRequest) -> tuple[Question, str]:
    """Of the ticked findings, or of all that the list finds, those of people one may change."""
    choice = ui.bulk_choice(request, spec(request))
    owners = visible_owners(actor_of(request), "edit", "contacts")
    if choice.all_rows:
        return findings.question(choice.state, owners), choice.query_string
    return findings.question(choice.state, owners, choice.ids), choice.query_string


def change(kind: str) -> Callable[[HttpRequest], HttpResponse]:
    """Proposed; the page of the bulk change shows every address before it is made."""

    def view(request: HttpRequest) -> HttpResponse:
        asked, query = _chosen(request)
        change_id = propose(
            kind=kind,
            detail={},
            chosen=asked.addresses(kind),
            query=query,
            by=actor_of(request),
            now=clock.now(),
        )
        return redirect("contacts:bulk_change", change_id)

    return view


def leave(request: HttpRequest) -> HttpResponse:
    asked, query = _chosen(request)
    left = leave_findings(chosen=asked.ids(), by=actor_of(request), now=clock.now())
    said = ngettext("%(n)s address stays as it is.", "%(n)s addresses stay as they are.", left)
    return _back(request, said, left, query)


def take_up(request: HttpRequest) -> HttpResponse:
    asked, query = _chosen(request)
    taken = take_up_findings(chosen=asked.ids(), by=actor_of(request), now=clock.now())
    said = ngettext("%(n)s address to be looked at.", "%(n)s addresses to be looked at.", taken)
    return _back(request, said, taken, query)


def _back(request: HttpRequest, said: str, number: int, query: str) -> HttpResponse:
    ui.toast(request, said % {"n": ui.formats.number(number, get_language() or "en")})
    return redirect(f"{reverse('contacts:address_findings')}?{query}")
