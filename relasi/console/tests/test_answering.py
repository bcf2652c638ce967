"""The process that answers has the tables it was given, and nothing else within its reach."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.public import Actor
from relasi.commerce.testing import make_order
from relasi.consent import public as consent
from relasi.console.actions.asking import answer, show_answer, stop
from relasi.console.answering.asking import ask
from relasi.console.models import Question
from relasi.console.running import places, process
from relasi.console.running.process import Unanswered
from relasi.console.tables import EVERY, permitted
from relasi.contacts.testing import make_contact
from relasi.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
ENDLESS = "SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b"


@pytest.fixture
def analyst() -> Actor:
    accounts.make_organisation(name="Kopi Lereng", currency="IDR", time_zone="Asia/Jakarta")
    return accounts.actor("analyst", staff_id=accounts.make_staff("analyst"))


def rows(statement: str, by: Actor) -> list[tuple[object, ...]]:
    shown = show_answer(statement=statement, by=by).rows
    return [tuple(row.values()) for row in shown.to_pylist()]


def why(statement: str, by: Actor) -> Unanswered:
    with pytest.raises(Unanswered) as found:
        rows(statement, by)
    return found.value


def test_every_table_can_be_read_with_every_column(analyst):
    make_order(make_contact("Ann", email="ann@example.org"))

    for table in EVERY:
        shown = show_answer(statement=f"SELECT * FROM {table.name}", by=analyst)
        assert shown.schema.names == [column.name for column in table.columns], table.name


def test_tables_are_joined_in_the_engines_own_sql(analyst):
    ann, bea = make_contact("Ann", city="Bandung"), make_contact("Bea", city="Garut")
    for amount in ("10.00", "5.50"):
        make_order(ann, amount=amount)
    make_order(bea, amount="7.00")

    found = rows(
        "SELECT p.city, sum(o.total_base)::text FROM orders o JOIN people p ON p.id = o.contact_id"
        f" WHERE p.id IN ({ann}, {bea}) GROUP BY ALL ORDER BY 1",
        analyst,
    )

    assert found == [("Bandung", "15.50"), ("Garut", "7.00")]


def test_rows_of_who_is_restricted_are_left_out(analyst):
    ann = make_contact("Ann", email="ann@example.org")
    make_order(ann)
    consent.restrict(contact_id=ann, reason="She asked.", by=analyst_owner(), now=clock.now())

    for table, column in (("people", "id"), ("addresses", "contact_id"), ("orders", "contact_id")):
        assert rows(f"SELECT count(*) FROM {table} WHERE {column} = {ann}", analyst) == [(0,)]


def analyst_owner() -> Actor:
    return accounts.actor(staff_id=accounts.alice())


def test_whoever_may_not_see_every_row_of_a_table_does_not_have_it():
    accounts.make_organisation(name="Kopi Lereng", currency="IDR")
    of_sales = accounts.actor("sales", staff_id=accounts.make_staff("sales", teams=("South",)))
    of_viewer = accounts.actor("viewer", staff_id=accounts.make_staff("viewer"))

    assert {"people", "orders", "addresses"} & {t.name for t in permitted(of_sales)} == set()
    assert "people" in {t.name for t in permitted(of_viewer)}
    assert "addresses" not in {t.name for t in permitted(of_viewer)}


def test_it_says_what_the_engine_says_with_the_place(analyst):
    found = why("SELECT nme\nFROM people", analyst)

    assert found.word == "engine"
    assert "nme" in found.about
    assert "LINE 1" in found.about


def test_a_question_that_takes_too_long_is_ended(analyst, monkeypatch):
    monkeypatch.setattr("relasi.console.actions.asking.SCREEN_SECONDS", 3)

    assert why(ENDLESS, analyst).word == "time"
    assert Question.objects.get().state == "failed"


def test_a_question_can_be_stopped_while_it_is_asked(analyst):
    stopping = threading.Timer(2, lambda: _stop(analyst))
    stopping.start()

    assert why(ENDLESS, analyst).word == "stopped"
    stopping.join()
    assert Question.objects.get().state == "stopped"


def _stop(by: Actor) -> None:
    from django.db import connection

    until = time.monotonic() + 20
    while not stop(by=by) and time.monotonic() < until:
        time.sleep(0.1)
    connection.close()


def test_a_question_that_needs_too_much_memory_is_ended_and_says_so(analyst, monkeypatch):
    monkeypatch.setenv("RELASI_SQL_MEMORY", "64MB")
    monkeypatch.setenv("RELASI_SQL_DISK", "1MB")

    assert why("SELECT list(range) FROM range(100000000)", analyst).word == "memory"


def test_larger_work_than_memory_goes_by_the_disk(analyst, monkeypatch):
    monkeypatch.setenv("RELASI_SQL_MEMORY", "100MB")

    found = rows(
        "SELECT max(n) FROM (SELECT range n, hash(range)::text h FROM range(3000000) ORDER BY h)",
        analyst,
    )

    assert found == [(2_999_999,)]


def test_nothing_is_left_of_what_was_copied(analyst, monkeypatch, tmp_path):
    monkeypatch.setenv("RELASI_ENGINE_TEMP", str(tmp_path))
    make_contact("Ann")
    dead = tmp_path / "relasi-sql-999999999-x"
    dead.mkdir()

    assert rows("SELECT 1 FROM people LIMIT 1", analyst) == [(1,)]
    why("SELECT nme FROM people", analyst)

    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_only_so_many_are_asked_at_once(analyst, monkeypatch, tmp_path):
    monkeypatch.setenv("RELASI_ENGINE_TEMP", str(tmp_path))

    with places.place(), places.place():
        assert why("SELECT 1", analyst).word == "busy"

    assert rows("SELECT 1", analyst) == [(1,)]


def test_the_process_ends_with_whoever_asked(analyst, monkeypatch, tmp_path):
    begun = []

    def remembered(folder: str) -> subprocess.Popen[bytes]:
        begun.append(original(folder))
        return begun[-1]

    original = process._begun
    monkeypatch.setattr(process, "_begun", remembered)
    with answer("SELECT * FROM range(100000000)", form="csv", by=analyst) as (_schema, batches):
        next(batches)

    assert begun[0].poll() is not None
    child = original(str(tmp_path))
    with child:
        assert child.stdin
        child.stdin.write(b"{")
    assert child.returncode != 0


def test_the_page_is_told_of_the_first_rows_only(analyst):
    shown = show_answer(statement="SELECT * FROM range(700)", by=analyst)

    assert (shown.rows.num_rows, shown.more) == (500, True)
    assert Question.objects.get().state == "answered"


@pytest.fixture
def within(tmp_path):
    """The engine as a question that got past its reading would find it."""
    data = tmp_path / "data.duckdb"
    allowed, other = tmp_path / "allowed.parquet", tmp_path / "other.parquet"
    with duckdb.connect(str(data)) as made:
        for path in (allowed, other):
            made.execute(f"COPY (SELECT 1 AS one) TO '{path}'")
        made.execute("CREATE TABLE people AS SELECT 1 AS id")

    def run(statement: str) -> list[tuple[object, ...]]:
        copy = tmp_path / "copy.duckdb"
        copy.write_bytes(data.read_bytes())
        told = {
            "statement": statement,
            "rows": None,
            "zone": "UTC",
            "lake": {"files": [str(allowed)], "secret": "", "httpfs": ""},
            "limits": {"memory": "200MB", "threads": 1, "disk": "100MB"},
        }
        return [tuple(row.values()) for row in ask(told, copy).read_all().to_pylist()]

    return run


def test_behind_the_reading_there_is_a_second_wall(within, tmp_path):
    assert within("SELECT id FROM people") == [(1,)]
    assert within(f"SELECT one FROM read_parquet('{tmp_path}/allowed.parquet')") == [(1,)]
    for statement in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/proc/self/environ')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        f"SELECT * FROM read_parquet('{tmp_path}/other.parquet')",
        f"SELECT * FROM read_parquet('{tmp_path}/x/../other.parquet')",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "ATTACH '/tmp/x.duckdb' AS x",
        "ATTACH '' AS x (TYPE postgres)",
        f"COPY people TO '{tmp_path}/out.csv'",
        f"EXPORT DATABASE '{tmp_path}/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD postgres_scanner",
        "SET enable_external_access = true",
        "SET memory_limit = '9GB'",
        "SET threads = 64",
        "SET allowed_paths = ['/etc/passwd']",
        f"SET temp_directory = '{tmp_path}/elsewhere'",
        "RESET lock_configuration",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO people VALUES (2)",
        "SELECT * FROM postgres_query('pg', 'SELECT 1')",
        "SELECT getenv('HOME')",
    ):
        with pytest.raises(duckdb.Error):
            within(statement)
    assert not (tmp_path / "out.csv").exists()


def test_the_process_knows_nothing_of_the_house():
    """Neither Django nor Ibis is imported: nothing of the house is in its memory to be found."""
    told = subprocess.run(
        [sys.executable, "-c",
         "import relasi.console.answering.__main__, sys, json; print(json.dumps([*sys.modules]))"],
        capture_output=True, check=True, cwd=Path(process.ROOT),
        env={"PYTHONPATH": str(process.ROOT), "PATH": os.environ["PATH"]},
    ).stdout  # fmt: skip

    assert {"django", "ibis", "psycopg"} & set(json.loads(told)) == set()
