"""What was asked: the list of it, and one's latest beside the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.console.models import Question
from relasi.kernel.errors import NotFound
from relasi.ui.public import FilterValue, ListState

LATEST = 8


@dataclass(frozen=True, slots=True)
class QuestionCard:
    id: int
    statement: str
    asked_by: str
    asked_at: datetime
    form_label: str
    state: str
    state_label: str
    rows: int | None
    seconds: float | None
    problem: str


def latest(by: accounts.Actor) -> list[QuestionCard]:
    """One's own, each text once."""
    rows = Question.objects.filter(asked_by=by.staff_id or 0).order_by("-pk")[: LATEST * 4]
    once = {row.statement: row for row in reversed(list(rows))}
    return cards(sorted(once.values(), key=lambda row: -row.pk)[:LATEST])


def questions(state: ListState, by: accounts.Actor) -> QuerySet[Question]:
    """One's own; owners and administrators see those of everybody."""
    rows = Question.objects.order_by("-pk" if state.descending else "pk")
    if not sees_all(by):
        rows = rows.filter(asked_by=by.staff_id or 0)
    if state.search:
        rows = rows.filter(statement__icontains=state.search)
    for value in state.filters:
        rows = rows.filter(_condition(value))
    return rows


def sees_all(by: accounts.Actor) -> bool:
    return accounts.may(by, "edit", "settings")


def statement_of(question_id: int, by: accounts.Actor) -> str:
    """Raises NotFound, also for what somebody else asked."""
    row = Question.objects.filter(pk=question_id).first()
    if row is None or not (row.asked_by == by.staff_id or sees_all(by)):
        raise NotFound(_("This question is not here any more. Choose one in the list."))
    return row.statement


def cards(rows: Sequence[Question]) -> list[QuestionCard]:
    names = accounts.staff_names({row.asked_by for row in rows})
    return [
        QuestionCard(
            id=row.pk,
            statement=row.statement,
            asked_by=names.get(row.asked_by, ""),
            asked_at=row.asked_at,
            form_label=str(Question.Form(row.form).label),
            state=row.state,
            state_label=str(Question.State(row.state).label),
            rows=row.rows,
            seconds=row.seconds,
            problem=row.problem,
        )
        for row in rows
    ]


def _condition(value: FilterValue) -> Q:
    if value.relation in {"set", "not_set"}:
        return Q(pk__isnull=value.relation == "not_set")
    if value.key == "asked":
        return _day(value)
    found = Q(**{value.key: value.value})
    return found if value.relation == "is" else ~found


def _day(value: FilterValue) -> Q:
    """A day by the clock of whoever asks."""
    start, end = _midnight(value.on), _midnight(value.on + timedelta(days=1))
    found: dict[str, Q] = {
        "before": Q(asked_at__lt=start),
        "after": Q(asked_at__gte=end),
        "is": Q(asked_at__gte=start, asked_at__lt=end),
    }
    return found[value.relation]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
