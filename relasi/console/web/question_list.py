"""What was asked: by oneself, and for owners and administrators by everybody."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.console.models import Question
from relasi.console.queries.questions import QuestionCard, cards, questions, sees_all
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, ListState, Row

TAGS = {"answered": "good", "failed": "bad", "stopped": "warn", "asked": "info"}
HEADER = ("asked_at", "asked_by", "form", "state", "rows", "seconds", "statement", "problem")
LONGEST = 120
CHUNK = 1_000


def question_spec(request: HttpRequest) -> ListSpec:
    by = accounts.actor_of(request)
    who = [Filter("asked_by", gettext_lazy("Asked by"), "choice", _staff)] if sees_all(by) else []
    return ListSpec(
        key="questions",
        title=gettext_lazy("What was asked"),
        columns=(
            Column("statement", gettext_lazy("Question"), sortable=False),
            Column("who", gettext_lazy("Asked by"), sortable=False, wide_only=True),
            Column("state", gettext_lazy("State"), sortable=False),
            Column("rows", gettext_lazy("Rows"), "number", sortable=False, wide_only=True),
            Column("seconds", gettext_lazy("Seconds"), "number", sortable=False, wide_only=True),
            Column("asked", gettext_lazy("Asked"), "date", wide_only=True),
        ),
        filters=(
            *who,
            Filter("state", gettext_lazy("State"), "choice", _states),
            Filter("form", gettext_lazy("As"), "choice", _forms),
            Filter("asked", gettext_lazy("Asked"), "date"),
        ),
        default_sort="-asked",
        export_name="questions" if ui.may(request, ("sql", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Nothing was asked yet"),
            gettext_lazy("Each question stands here for a year, with what came of it."),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    by, spec = accounts.actor_of(request), question_spec(request)
    state = ui.list_state(request, spec)
    found = questions(state, by)
    if ui.wants_csv(request):
        accounts.authorise(by, "export", "sql")
        accounts.record(by, "exported", "sql", at=clock.now(), query=state.asked_by)
        return ui.csv_stream(spec.export_name, HEADER, _exported(state, by))
    page = [_row(card) for card in cards(list(found[state.offset : state.offset + state.limit]))]
    back = Action(_("SQL"), reverse("console:console"), "square-terminal")
    return ui.render_list(request, spec, state, page, found.count(), second=back)


def _row(card: QuestionCard) -> Row:
    text = " ".join(card.statement.split())
    return Row(
        card.id,
        f"{reverse('console:console')}?question={card.id}",
        {
            "statement": text if len(text) <= LONGEST else f"{text[:LONGEST]}…",
            "who": card.asked_by,
            "state": Cell(card.state_label, tag=TAGS[card.state], note=card.form_label),
            "rows": card.rows,
            "seconds": round(card.seconds, 1) if card.seconds is not None else None,
            "asked": card.asked_at,
        },
        beneath=card.state_label,
    )


def _exported(state: ListState, by: accounts.Actor) -> Iterator[tuple[Any, ...]]:
    """A part at a time, each from where the one before ended."""
    rows = questions(state, by)
    part = list(rows[:CHUNK])
    while part:
        for card in cards(part):
            yield (
                *(card.asked_at, card.asked_by, card.form_label, card.state, card.rows),
                *(card.seconds, card.statement, card.problem),
            )
        further = {"pk__lt" if state.descending else "pk__gt": part[-1].pk}
        part = list(rows.filter(**further)[:CHUNK])


def _staff() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in accounts.staff_choices()]


def _states() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Question.State.choices]


def _forms() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Question.Form.choices]
