"""The list of pairs that are probably one person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.matching.queries.queue import called, counted, pairs
from relasi.contacts.models import ImportRun, MatchProposal, MatchRun
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, BulkAction, Cell, Column, EmptyState, Filter, ListSpec, Row

from .wording import BANDS

EDIT = ("contacts", "edit")
COLOURS = {"open": "info", "accepted": "good", "automatic": "good", "rejected": "line"}
HEADER = ("id", "one_id", "one", "other_id", "other", "probability", "weight", "state", "found",
          "decided")  # fmt: skip
CHUNK = 2_000
MOST_IMPORTS = 500
# Nothing is shown as more certain than this, on its page and with one digit in the list.
SUREST = 0.9999
LISTED = 0.999


def spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="duplicates",
        title=gettext_lazy("Duplicates"),
        columns=(
            Column("who", gettext_lazy("Two people?"), sortable=False),
            Column("probability", gettext_lazy("Probability of one"), "percent"),
            Column("state", gettext_lazy("State"), sortable=False, wide_only=True),
            Column("found", gettext_lazy("Found"), "date", wide_only=True),
            Column("decided", gettext_lazy("Decided"), "date", wide_only=True, default=False),
        ),
        filters=(
            Filter("band", gettext_lazy("Probability of one"), "choice", _bands),
            Filter("state", gettext_lazy("State"), "choice", _states),
            Filter("source", gettext_lazy("Source of one of them")),
            Filter("import", gettext_lazy("Found after import"), "choice", _imports),
            Filter("found", gettext_lazy("Found"), "date"),
        ),
        default_sort="-probability",
        bulk=(
            BulkAction(
                "accept", gettext_lazy("Join"), "merge", "contacts:duplicates_accept", EDIT
            ),
            BulkAction(
                "reject", gettext_lazy("Are two people"), "users-round",
                "contacts:duplicates_reject", EDIT,
            ),
        ),
        export_name="duplicates" if ui.may(request, ("contacts", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Nobody seems to be here twice"),
            gettext_lazy(
                "Relasi compares everybody with everybody by name, address, phone and birthday,"
                " and shows who is probably one person. You decide, and can take it back."
            ),
            Action(gettext_lazy("Search for duplicates"), reverse("contacts:duplicates_search"),
                   "search") if ui.may(request, EDIT) else None,
        ),
    )  # fmt: skip


def _bands() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in BANDS.items()]


def _states() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in MatchProposal.State.choices]


def _imports() -> list[tuple[str, str]]:
    """The newest imports that were searched."""
    searched = MatchRun.objects.exclude(source=None).values("source_id")
    rows = ImportRun.objects.filter(pk__in=searched).order_by("-pk")[:MOST_IMPORTS]
    return [(str(pk), name) for pk, name in rows.values_list("pk", "file_name")]


def show(request: HttpRequest) -> HttpResponseBase:
    listed = spec(request)
    state = ui.list_state(request, listed)
    actor = actor_of(request)
    if ui.wants_csv(request):
        owners = visible_owners(actor, "export", "contacts")
        accounts.record(actor, "exported", "contacts", at=clock.now(), query=state.asked_by)
        return ui.csv_stream("duplicates", HEADER, _exported(pairs(state, owners)))
    rows = pairs(state, visible_owners(actor, "view", "contacts"))
    total, more = counted(rows)
    editor = ui.may(request, EDIT)
    search = Action(_("Searches"), reverse("contacts:duplicates_search"), "search")
    first = Action(_("Decide one by one"), reverse("contacts:duplicates_next"), "play")
    return ui.render_list(
        request,
        listed,
        state,
        _rows(list(rows[state.offset : state.offset + state.limit])),
        total,
        total_is_estimate=more,
        primary=first if editor and total else None,
        second=search if editor else None,
    )


def _rows(found: list[MatchProposal]) -> list[Row]:
    names = called(found)
    nameless = _("No name")
    return [
        Row(
            row.pk,
            reverse("contacts:duplicate", args=[row.pk]),
            {
                "who": Cell(
                    names.get(row.a_id) or nameless,
                    note=names.get(row.b_id) or nameless,
                    who="person",
                ),
                "probability": min(row.probability, LISTED),
                "state": Cell(row.get_state_display(), tag=COLOURS.get(row.state, "line")),
                "found": row.proposed_at,
                "decided": row.decided_at,
            },
            selectable=row.state == "open",
        )
        for row in found
    ]


def _exported(rows: QuerySet[MatchProposal]) -> Iterator[list[Any]]:
    chunk: list[MatchProposal] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _lines(chunk)
            chunk = []
    yield from _lines(chunk)


def _lines(rows: list[MatchProposal]) -> Iterator[list[Any]]:
    names = called(rows)
    for row in rows:
        yield [
            row.pk, row.a_id, names.get(row.a_id, ""), row.b_id, names.get(row.b_id, ""),
            round(row.probability, 6), round(row.weight, 3), row.state, row.proposed_at,
            row.decided_at,
        ]  # fmt: skip
