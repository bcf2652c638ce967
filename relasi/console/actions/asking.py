"""A question is asked: written down first, answered in a process of its own, ended in time."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from relasi.accounts import public as accounts
from relasi.console.models import Question
from relasi.console.rules import FILE_SECONDS, LONGEST_STATEMENT, SCREEN_SECONDS, SHOWN_ROWS
from relasi.console.running.places import NoPlace, place
from relasi.console.running.process import Answer, Unanswered, answered
from relasi.console.running.telling import Asked, told
from relasi.console.tables import permitted
from relasi.console.wording import sentence
from relasi.kernel import clock


@dataclass(frozen=True, slots=True)
class Shown:
    """The first rows of an answer; `more` says that there are others."""

    schema: pa.Schema
    rows: pa.Table
    more: bool
    seconds: float


def show_answer(*, statement: str, by: accounts.Actor) -> Shown:
    """For the page, which waits for one answer at a time: what it waited for before is stopped.

    Raises Unanswered.
    """
    stop(by=by)
    began = time.monotonic()
    with answer(statement, form="screen", by=by) as (schema, batches):
        rows = pa.Table.from_batches(list(batches), schema)
    shown = rows.slice(0, SHOWN_ROWS)
    return Shown(schema, shown, rows.num_rows > SHOWN_ROWS, time.monotonic() - began)


@contextmanager
def answer(
    statement: str, *, form: str, by: accounts.Actor
) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
    """The schema and the batches, to be read once. Raises Unanswered, also between two of them."""
    accounts.authorise(by, "view" if form == "screen" else "export", "sql")
    if not statement.strip():
        raise Unanswered("nothing")
    question = _written_down(statement, form, by)
    rows: list[int] = []
    began = time.monotonic()
    try:
        with _running(question, by) as found:
            yield found.schema, _counted(found.batches, rows)
    except Unanswered as why:
        state = "stopped" if why.word == "stopped" else "failed"
        _ended(question, state, sum(rows), began, sentence(why))
        raise
    except BaseException:  # whoever reads went away
        _ended(question, "stopped", sum(rows), began)
        raise
    _ended(question, "answered", sum(rows), began)


def stop(*, by: accounts.Actor) -> int:
    """Whatever this person still waits for on the page; how many questions that are."""
    accounts.authorise(by, "view", "sql")
    mine = Question.objects.filter(
        asked_by=by.staff_id or 0, state=Question.State.ASKED, form=Question.Form.SCREEN
    )
    return mine.update(stop_requested=True)


@contextmanager
def _running(question: Question, by: accounts.Actor) -> Iterator[Answer]:
    on_screen = question.form == Question.Form.SCREEN
    if len(question.statement) > LONGEST_STATEMENT:
        raise Unanswered("not_a_select")

    def stopped() -> bool:
        return Question.objects.filter(pk=question.pk, stop_requested=True).exists()

    try:
        with place() as folder:
            asked = Asked(
                question.statement,
                permitted(by),
                rows=SHOWN_ROWS + 1 if on_screen else None,
                seconds=SCREEN_SECONDS if on_screen else FILE_SECONDS,
                zone=accounts.organisation().time_zone,
            )
            with answered(told(asked, str(folder)), stopped) as found:
                yield found
    except NoPlace:
        raise Unanswered("busy") from None


def _written_down(statement: str, form: str, by: accounts.Actor) -> Question:
    now = clock.now()
    question = Question.objects.create(
        statement=statement[:LONGEST_STATEMENT],
        asked_by=by.staff_id or 0,
        asked_at=now,
        form=form,
    )
    # The log is for ever and cannot be struck out: it holds the print of the text, which stands
    # in the history of questions for its term.
    digest = hashlib.sha256(statement.encode("utf-8", "replace")).hexdigest()
    accounts.record(by, "asked in SQL", "sql", question.pk, at=now, form=form, print=digest)
    return question


def _counted(batches: Iterator[pa.RecordBatch], rows: list[int]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        rows.append(batch.num_rows)
        yield batch


def _ended(question: Question, state: str, rows: int, began: float, problem: str = "") -> None:
    Question.objects.filter(pk=question.pk).update(
        state=state, rows=rows, seconds=time.monotonic() - began, problem=problem
    )
