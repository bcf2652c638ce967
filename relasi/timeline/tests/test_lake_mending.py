"""What is wrong with a lake is said in a sentence, and mended from what there is."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from relasi import engine
from relasi.contacts.testing import make_contact
from relasi.timeline import public as timeline
from relasi.timeline.actions.lake.letting_go import let_go_of_months
from relasi.timeline.actions.lake.table import opened, writing
from relasi.timeline.testing import NOON, make_event, names_of

from .lakes import in_the_lake, lake, moved

__all__ = ["lake"]
pytestmark = pytest.mark.usefixtures("lake")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ann(lake):  # noqa: ARG001  # it comes first
    person = make_contact()
    make_event(person, "first", at=NOON)
    make_event(person, "second", at=NOON + timedelta(days=40))
    moved()
    return person


def by_hand(statement):
    with writing(opened()):
        opened().execute(statement)


@pytest.mark.usefixtures("ann")
def test_nothing_is_wrong_with_a_lake_that_was_filled():
    assert timeline.verify_lake() == []


def test_a_lake_that_was_never_filled_is_said_so():
    assert timeline.verify_lake() == [
        "The lake was not filled from this database yet. Run: relasi lake rebuild"
    ]


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize(
    ("harm", "lacking", "wrong"),
    [
        ("DELETE FROM lake.events WHERE name = 'first'", 1, 0),
        ("INSERT INTO lake.events SELECT * FROM lake.events WHERE name = 'first'", 1, 1),
        ("UPDATE lake.events SET url = 'x' WHERE name = 'first'", 1, 1),
        (
            "INSERT INTO lake.events SELECT * REPLACE (id + 999 AS id) FROM lake.events LIMIT 1",
            0,
            1,
        ),
    ],
)
def test_a_row_too_few_too_many_or_changed_is_found_and_mended(harm, lacking, wrong):
    by_hand(harm)

    (fault,) = timeline.verify_lake()
    assert fault == (
        f"2026-03: {lacking} events are missing in the lake, {wrong} are there that should not"
        " be. Run: relasi lake rebuild"
    )
    timeline.rebuild_lake(NOW)

    assert timeline.verify_lake() == []
    assert in_the_lake() == ["first", "second"]


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("harm", ["missing", "cut", "flipped"])
def test_a_file_that_cannot_be_read_is_named_and_its_month_brought_over_again(lake, harm):
    path = next(path for path in lake.rglob("*.parquet") if "month=3" in str(path))
    if harm == "missing":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    else:
        data = bytearray(path.read_bytes())
        data[4:200] = bytes(196)
        path.write_bytes(data)
    engine.close()

    (fault,) = timeline.verify_lake()
    assert fault == f"The file {path} is missing or damaged. Run: relasi lake rebuild"
    done = timeline.rebuild_lake(NOW)
    assert done

    assert (done.files, done.lost, done.added) == (1, 1, 1)
    assert timeline.verify_lake() == []
    assert in_the_lake() == ["first", "second"]


def test_what_lay_in_a_lost_file_alone_is_counted_as_lost(lake):
    person = make_contact()
    make_event(person, "old", at=NOW - timedelta(days=600))
    make_event(person, "new", at=NOW)
    moved(NOW)
    let_go_of_months(NOW)
    path = next(path for path in lake.rglob("*.parquet") if "year=2025" in str(path))
    path.unlink()
    engine.close()

    done = timeline.rebuild_lake(NOW)
    assert done

    assert (done.files, done.lost, done.added) == (1, 1, 0)
    assert names_of(person) == ["new"]


def test_a_database_restored_into_another_cluster_is_compared_and_goes_on(ann, monkeypatch):
    """Its transactions count from a low number: the rows must not come over twice later on."""
    for module in ("rounds", "comparing", "letting_go", "verifying"):
        monkeypatch.setattr(f"relasi.timeline.actions.lake.{module}.system_of", lambda: "another")
    with connection.cursor() as cursor:
        cursor.execute("SELECT timeline_settled()")
        (before,) = cursor.fetchone()
        cursor.execute("ALTER TABLE timeline_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE timeline_event SET changed_in = %s", [before + 1_000_000])
        cursor.execute("ALTER TABLE timeline_event ENABLE TRIGGER USER")
    make_event(ann, "third", at=NOON + timedelta(days=41))
    try:
        assert moved() == (1, 0)
        assert moved() == (0, 0)
        make_event(ann, "fourth", at=NOON + timedelta(days=42))
        assert moved() == (1, 0)
        assert in_the_lake() == ["first", "second", "third", "fourth"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT min(changed_in) FROM timeline_event WHERE name = 'fourth'")
            assert cursor.fetchone()[0] > before + 1_000_000
    finally:
        _count_as_before()


def _count_as_before():
    with connection.cursor() as cursor:
        for name, number in {
            "change": "pg_current_xact_id()",
            "settled": "pg_snapshot_xmin(pg_current_snapshot())",
        }.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION timeline_{name}() RETURNS bigint LANGUAGE sql STABLE"
                f" AS 'SELECT {number}::text::bigint + 0'"
            )


@pytest.mark.usefixtures("ann")
def test_a_lake_that_is_gone_altogether_is_filled_anew_by_the_next_rebuild(lake):
    shutil.rmtree(lake)
    engine.close()

    timeline.rebuild_lake(NOW)

    assert timeline.verify_lake() == []
    assert in_the_lake() == ["first", "second"]
