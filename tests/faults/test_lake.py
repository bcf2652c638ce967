"""The lake is filled and tidied by processes that are killed between any two of their steps."""

import os
import time
from pathlib import Path

import pytest

from relasi import engine
from relasi.engine.session import connection_string
from tests.faults.house import House, running_house

pytestmark = pytest.mark.faults

ADD = """
INSERT INTO timeline_event (contact_id, at, name, channel, properties)
SELECT 1 + n %% 20, timestamptz '2026-01-20' + n * interval '1 hour', 'page viewed', 'web',
    jsonb_build_object('step', %s::int, 'n', n)
FROM generate_series(1, 300) n
"""
TELL_ANEW = "UPDATE timeline_event SET name = name || '!' WHERE contact_id = %s"
TAKE_AWAY = "DELETE FROM timeline_event WHERE contact_id = %s AND (properties ->> 'n')::int < 100"
MOST = 80


@pytest.fixture(scope="module")
def house():
    with running_house() as one:
        yield one


@pytest.fixture
def lake(house, monkeypatch):
    monkeypatch.setenv("RELASI_LAKE", str(house.home / "lake"))
    run = str(house.home / "run") if (house.home / "run").exists() else ""
    url = house.cluster.url()
    words = dict(part.split("=") for part in url.partition("?")[2].split("&"))
    session = engine.Session(connection_string({"dbname": "relasi", "host": run} | words))
    yield session
    session.close()


def rows_there(session: engine.Session) -> list[tuple[object, ...]]:
    """Each time from the beginning, as another process would."""
    session.close()
    return (
        session.lake()
        .execute("SELECT id, profile_id, name, properties FROM lake.events ORDER BY id")
        .fetchall()
    )


def rows_here(house: House) -> list[tuple[object, ...]]:
    return house.query(
        "SELECT id, contact_id, name, properties::text FROM timeline_event ORDER BY id"
    )


def files_of(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.parquet")}


def named_files(session: engine.Session) -> set[str]:
    rows = session.lake().execute("FROM ducklake_list_files('lake', 'events')").fetchall()
    return {str(name).rpartition("/")[2] for row in rows for name in (row[0], row[4]) if name}


def until_dead(pid: int) -> None:
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.02)


def test_a_kill_between_any_two_steps_leaves_all_of_a_round_or_none(house, lake):
    house.query(ADD, 0)
    until_dead(house.ask("mover", 0))
    before = rows_there(lake)
    assert before == rows_here(house)

    for step in range(1, MOST):
        house.query(ADD, step)
        house.query(TELL_ANEW, 1 + step % 20)
        house.query(TAKE_AWAY, 1 + step * 7 % 20)
        after = rows_here(house)
        ((began,),) = house.query("SELECT now()")
        until_dead(house.ask("mover", step))

        there = rows_there(lake)
        assert there in (before, after), f"killed at step {step}: neither before nor after"
        before = there
        if house.query("SELECT cleaned_at > %s FROM timeline_lakestate", began) == [(True,)]:
            break
    else:
        pytest.fail("it never came to its end: raise MOST")
    assert step > 20, "it has fewer steps than it should"
    until_dead(house.ask("mover", 0))

    assert rows_there(lake) == rows_here(house)
    folder = house.home / "lake"
    for path in folder.rglob("*.parquet"):
        os.utime(path, (0, 0))
    until_dead(house.ask("mover", 0))
    assert files_of(folder) == named_files(lake), "what the killed left behind is gone"
    assert rows_there(lake) == rows_here(house)
