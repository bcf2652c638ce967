"""Conditions about one field: a column, what is asked, and the answer as an expression.

Every expression is true or false, never null. "Is not" and "is unknown" are the opposites
of "is" and "is known", so a missing value is never "is" and always "is not".
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import ibis

from relasi.audience.rules.tree import Relation, Value
from relasi.audience.rules.vocabulary import Field

from .situation import Situation, moment

OPPOSITES: dict[Relation, Relation] = {"is_not": "is", "not_set": "set"}
Compare = Callable[[Any, Any, Situation], Any]


def answer(
    column: Any, field: Field, relation: Relation, value: Value, situation: Situation
) -> Any:
    """Whether the condition holds for the row, as a boolean expression without nulls."""
    positive = OPPOSITES.get(relation)
    if positive is not None:
        return ~answer(column, field, positive, value, situation)
    known = _known(column, field)
    if relation == "set":
        return known
    compared = COMPARISONS[field.kind](column, relation, value, situation)
    return known & ibis.coalesce(compared, ibis.literal(False))


def _known(column: Any, field: Field) -> Any:
    if field.kind in {"text", "choice"}:
        return ibis.coalesce(column, ibis.literal("")) != ""
    return column.notnull()


def _text(column: Any, relation: Relation, value: Any, _situation: Situation) -> Any:
    ours, theirs = column.lower(), ibis.literal(value).lower()
    if relation == "contains":
        return ours.contains(theirs)
    if relation == "starts_with":
        return ours.startswith(theirs)
    return ours == theirs


def _number(column: Any, relation: Relation, value: Any, _situation: Situation) -> Any:
    if relation == "at_least":
        return column >= value
    return column <= value if relation == "at_most" else column == value


def _date(column: Any, relation: Relation, value: Any, situation: Situation) -> Any:
    """Whole days in the company's zone; "in the last n days" includes today."""
    if relation == "within_days":
        first = situation.today - timedelta(days=_days(value))
        return (column > _day(first, column)) & (column <= _day(situation.today, column))
    if relation == "before_days":
        return column <= _day(situation.today - timedelta(days=_days(value)), column)
    day = _day(date.fromisoformat(value), column)
    return column >= day if relation == "on_or_after" else column < day


def _moment(column: Any, relation: Relation, value: Any, situation: Situation) -> Any:
    """Days are 24 hours back from now; a date begins at midnight in the company's zone."""
    if relation == "within_days":
        since, now = situation.ago(_days(value)), situation.as_of
        return (column > moment(since)) & (column <= moment(now))
    if relation == "before_days":
        return column <= moment(situation.ago(_days(value)))
    midnight = moment(situation.midnight(date.fromisoformat(value)))
    return column >= midnight if relation == "on_or_after" else column < midnight


def _boolean(column: Any, _relation: Relation, value: Any, _situation: Situation) -> Any:
    return column == value


def _choice(column: Any, relation: Relation, value: Any, _situation: Situation) -> Any:
    return column.isin(list(value)) if relation == "one_of" else column == value


def _days(value: Any) -> int:
    return int(value)


def _day(day: date, column: Any) -> Any:
    """Custom dates are stored as ISO text, which sorts as dates do."""
    return ibis.literal(day if column.type().is_date() else day.isoformat())


COMPARISONS: dict[str, Callable[[Any, Relation, Any, Situation], Any]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "moment": _moment,
    "boolean": _boolean,
    "choice": _choice,
}
