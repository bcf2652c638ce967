"""What the worker does each minute, and two of them at once."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from django.db import connection

from relasi import engine
from relasi.contacts.testing import make_contact
from relasi.timeline import jobs
from relasi.timeline.actions.lake import rounds
from relasi.timeline.actions.lake.keeping import keep_lake
from relasi.timeline.actions.lake.table import opened
from relasi.timeline.models import LakeState
from relasi.timeline.rules.lakes import AT_LATEST
from relasi.timeline.testing import make_event

from .lakes import in_the_lake, lake, moved, until_settled

__all__ = ["lake"]
pytestmark = pytest.mark.usefixtures("lake")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def minute(after=timedelta(0)):
    until_settled()
    keep_lake(lambda: NOW + after)


def state():
    return LakeState.objects.get()


def test_the_first_minute_fills_and_tidies(monkeypatch):
    make_event(make_contact())
    monkeypatch.setattr("relasi.kernel.clock.now", lambda: NOW)

    jobs.keep(timestamp=0)

    assert in_the_lake() == ["page viewed"]
    assert (state().moved_at, state().cleaned_at) == (NOW, NOW)


def test_a_few_events_wait_for_a_quarter_of_an_hour():
    ann = make_contact()
    minute()
    make_event(ann)

    minute(AT_LATEST - timedelta(seconds=1))
    assert in_the_lake() == []
    minute(AT_LATEST)
    assert in_the_lake() == ["page viewed"]


def test_many_events_do_not_wait(monkeypatch):
    monkeypatch.setattr("relasi.timeline.actions.lake.keeping.AT_LEAST", 2)
    monkeypatch.setattr("relasi.timeline.rules.lakes.AT_LEAST", 2)
    ann = make_contact()
    minute()
    make_event(ann)
    make_event(ann)

    minute(timedelta(minutes=1))

    assert len(in_the_lake()) == 2


def test_a_quiet_house_has_no_rounds():
    minute()
    minute(timedelta(hours=2))

    assert state().moved_at == NOW


def test_what_was_taken_away_is_tidied_within_minutes_and_the_rest_once_a_day():
    ann = make_contact()
    make_event(ann, key="a:1")
    minute()
    minute(timedelta(hours=23))
    assert state().cleaned_at == NOW
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_event")

    minute(timedelta(hours=23, minutes=5))

    assert state().cleaned_at == NOW + timedelta(hours=23, minutes=5)
    assert not state().to_clean


def test_a_problem_is_kept_with_its_beginning_until_a_minute_goes_well(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(
            "relasi.timeline.actions.lake.keeping.bring_over", lambda _now: _raise("No space")
        )
        minute()
        minute(timedelta(minutes=1))
    assert (state().problem, state().failing_since) == ("No space", NOW)

    minute(timedelta(minutes=2))

    assert (state().problem, state().failing_since) == ("", None)


def test_tidying_that_fails_stays_a_problem_though_rounds_go_well(monkeypatch):
    ann = make_contact()
    monkeypatch.setattr(
        "relasi.timeline.actions.lake.keeping.tidy_lake", lambda _now: _raise("No space")
    )
    for number in range(3):
        make_event(ann)
        minute(AT_LATEST * number)

    assert len(in_the_lake()) == 3
    assert (state().problem, state().failing_since) == ("No space", NOW)


def _raise(text):
    raise duckdb.IOException(text)


def test_a_minute_in_which_somebody_else_writes_says_nothing_of_how_it_goes():
    make_event(make_contact())
    LakeState.objects.create(pk=1, problem="No space", failing_since=NOW)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7203116)")
            minute()
            assert (state().problem, state().moved_at) == ("No space", None)
    finally:
        other.close()
    minute()
    assert in_the_lake() == ["page viewed"]


def test_the_first_minute_of_two_workers_at_once_is_one_round():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7203116)")
            minute()
    finally:
        other.close()
    assert not LakeState.objects.exists()


def test_two_rounds_that_both_believe_to_be_alone_bring_each_event_once(monkeypatch):
    """The lock is the first guard, the mark the second: this is about the second."""
    ann = make_contact()
    moved(NOW)
    make_event(ann)
    cursors, add, second = [opened(), opened().cursor()], rounds._add, []

    def add_and_be_overtaken(lake, where):
        added = add(lake, where)
        if cursors:
            second.append(rounds.bring_over(NOW))
        return added

    with monkeypatch.context() as patched:
        patched.setattr(rounds, "alone", lambda: nullcontext(enter_result=True))
        patched.setattr(rounds, "opened", lambda: cursors.pop(0))
        patched.setattr(rounds, "_add", add_and_be_overtaken)
        with pytest.raises(duckdb.Error, match="conflict"):
            rounds.bring_over(NOW)

    engine.close()
    _end_other_sessions()
    assert second == [rounds.Round(1, 0)]
    assert in_the_lake() == ["page viewed"]
    assert moved(NOW) == (0, 0)


def _end_other_sessions():
    """After a conflict DuckLake keeps its connections, and a database in use is not dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
