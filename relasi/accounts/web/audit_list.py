"""The audit log: who did what to which thing, filtered, exported, verified."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relasi.accounts.authorisation import authorise
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.audit import (
    AuditQuestion,
    EntryCard,
    count,
    entries,
    every_entry,
    words,
)
from relasi.ui import public as ui


def _choices(column: str) -> list[tuple[str, str]]:
    return [(word, word) for word in words(column)]


SPEC = ui.ListSpec(
    key="audit",
    title=_("Audit log"),
    columns=(
        ui.Column("action", _("Did"), sortable=False),
        ui.Column("object", _("What"), sortable=False, wide_only=True),
        ui.Column("actor", _("Who"), sortable=False),
        ui.Column("at", _("When"), "date", sortable=False),
        ui.Column("number", _("Entry"), "number"),
    ),
    filters=(
        ui.Filter("actor", _("Who"), "choice", lambda: _choices("actor")),
        ui.Filter("action", _("Did"), "choice", lambda: _choices("action")),
        ui.Filter("object", _("What"), "choice", lambda: _choices("object")),
        ui.Filter("at", _("When"), "date"),
    ),
    default_sort="-number",
    export_name="audit",
)
LONGEST_DETAIL = 160
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
    said = {f.key: f.value for f in state.filters if f.relation == "is" and f.key != "at"}
    since = until = None
    for when in (f for f in state.filters if f.key == "at"):
        day = _midnight(when.value)
        since = day if when.relation in {"after", "is"} else since
        until = day if when.relation == "before" else until
        until = day + timedelta(days=1) if when.relation == "is" else until
    return AuditQuestion(search=state.search, since=since, until=until, **said)


def _midnight(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(day))


def _row(entry: EntryCard) -> ui.Row:
    what = f"{entry.object} {entry.object_id}".strip()
    return ui.Row(
        id=entry.id,
        url="",
        cells={
            "action": ui.Cell(entry.action, note=_read(entry.detail)),
            "object": what,
            "actor": ui.Cell(entry.actor_name, note=entry.actor),
            "at": entry.at,
            "number": entry.id,
        },
    )


def _read(detail: dict[str, Any]) -> str:
    """The detail for eyes: "file people.csv · target contacts"; what is empty is left away."""
    words = (f"{key.replace('_', ' ')} {_value(said)}" for key, said in detail.items() if said)
    return Truncator(" · ".join(words)).chars(LONGEST_DETAIL)


def _value(said: Any) -> str:
    if said is True:
        return gettext("yes")
    if isinstance(said, list):
        return ", ".join(_value(one) for one in said)
    if isinstance(said, dict):
        return ", ".join(f"{key} {_value(one)}" for key, one in said.items())
    return str(said)


def _said(entry: EntryCard) -> str:
    return json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""


def _lines(question: AuditQuestion) -> Iterator[tuple[object, ...]]:
    return (
        (e.id, e.at, e.actor, e.actor_name, e.action, e.object, e.object_id, _said(e))
        for e in every_entry(question)
    )
