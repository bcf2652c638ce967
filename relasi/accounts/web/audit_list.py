"""The audit log: who did what to which thing, filtered, exported, verified."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from relasi.accounts.audit_vocabulary import action_called, object_called, told, value_read
from relasi.accounts.audit_words import actor_called
from relasi.accounts.authorisation import authorise
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.audit import (
    AuditQuestion,
    EntryCard,
    actors,
    count,
    entries,
    every_entry,
    words,
)
from relasi.ui import public as ui


def _actors() -> list[tuple[str, str]]:
    """By name; who shares one is told apart by their number."""
    named = actors()
    shared = Counter(name for _label, name in named)
    called = [
        (label, name if shared[name] == 1 else f"{name} ({actor_called(label)})")
        for label, name in named
    ]
    return sorted(called, key=_label)


def _actions() -> list[tuple[str, str]]:
    return sorted(((word, action_called(word)) for word in words("action")), key=_label)


def _objects() -> list[tuple[str, str]]:
    return sorted(((word, object_called(word)) for word in words("object")), key=_label)


def _label(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


SPEC = ui.ListSpec(
    key="audit",
    title=_("Audit log"),
    columns=(
        ui.Column("action", _("Did"), sortable=False),
        ui.Column("object", _("What"), sortable=False, wide_only=True),
        ui.Column("actor", _("Who"), sortable=False),
        ui.Column("at", _("When"), "date", sortable=False),
        ui.Column("number", _("Entry"), "number", wide_only=True),
    ),
    filters=(
        ui.Filter("actor", _("Who"), "choice", _actors),
        ui.Filter("action", _("Did"), "choice", _actions),
        ui.Filter("object", _("What"), "choice", _objects),
        ui.Filter("at", _("When"), "date"),
    ),
    default_sort="-number",
    export_name="audit",
)
LONGEST_DETAIL = 300
HEADER = ("entry", "at", "actor", "name", "action", "object", "object_id", "detail")


def show(request: HttpRequest) -> HttpResponseBase:
    state = ui.list_state(request, SPEC)
    question = _question(state)
    if ui.wants_csv(request):
        authorise(actor_of(request), "export", "audit")
        return ui.csv_stream("audit", HEADER, _lines(question))
    found = entries(question, offset=state.offset, limit=state.limit, newest_first=state.descending)
    rows = [_row(entry) for entry in found]
    return ui.render_list(request, SPEC, state, rows, count(question))


def _question(state: ui.ListState) -> AuditQuestion:
    chosen = [f for f in state.filters if f.key != "at"]
    said = tuple((f.key, f.value) for f in chosen if f.relation in {"is", "not_set"})
    unsaid = tuple((f.key, f.value) for f in chosen if f.relation in {"is_not", "set"})
    since = until = None
    for when in (f for f in state.filters if f.key == "at"):
        day = _midnight(when.value)
        since = day if when.relation in {"after", "is"} else since
        until = day if when.relation == "before" else until
        until = day + timedelta(days=1) if when.relation == "is" else until
    return AuditQuestion(search=state.search, since=since, until=until, said=said, unsaid=unsaid)


def _midnight(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(day))


def _row(entry: EntryCard) -> ui.Row:
    what = object_called(entry.object)
    number = value_read(entry.object, entry.object_id) if entry.object_id else ""
    detail = Truncator(told(entry.detail)).chars(LONGEST_DETAIL)
    return ui.Row(
        id=entry.id,
        url="",
        cells={
            "action": ui.Cell(action_called(entry.action), note=detail),
            "object": ui.Cell(what, note=number),
            "actor": ui.Cell(entry.actor_name, note=actor_called(entry.actor)),
            "at": entry.at,
            "number": entry.id,
        },
        beneath=" · ".join(part for part in (f"{what} {number}".strip(), detail) if part),
    )


def _said(entry: EntryCard) -> str:
    return json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""


def _lines(question: AuditQuestion) -> Iterator[tuple[object, ...]]:
    return (
        (e.id, e.at, e.actor, e.actor_name, e.action, e.object, e.object_id, _said(e))
        for e in every_entry(question)
    )
