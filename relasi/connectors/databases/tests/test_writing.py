"""A table of another database is written whole or not at all, in each kind of database."""

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest

from relasi.connectors.databases.clients import sqlite
from relasi.connectors.databases.clients.asking import Unanswered, Where
from relasi.connectors.databases.clients.dialects import PostgreSQL
from relasi.connectors.databases.clients.tables import Target, table

from .servers import mariadb, other_postgresql, run_mysql

pytestmark = pytest.mark.django_db
__all__ = ["mariadb", "other_postgresql"]
COLUMNS = (("id", "whole"), ("name", "text"), ("spent", "number"), ("on", "day"), ("at", "moment"))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANN = (1, "Ann “100%” '\\ \u2615", Decimal("12.50"), date(1988, 3, 2), NOON)
NAMES = ("people", "People", "PEOPLE")
BOB = (2, None, None, None, None)


class Side:
    """Looks at the other side by hand."""

    def __init__(self, where, run):
        self.where, self.run = where, run

    def names(self, name="people"):
        return [row[0] for row in self.run(f"SELECT name FROM {name} ORDER BY id")]


@pytest.fixture(params=["postgresql", "sqlite", "mysql"])
def side(request, settings, tmp_path):
    if request.param == "mysql":
        where = request.getfixturevalue("mariadb")
        made = [f"{name}{end}" for name in NAMES for end in ("", "__new", "__old")]
        run_mysql(where, f"DROP TABLE IF EXISTS relasi_exports, {', '.join(made)}")
        return Side(where, lambda text: run_mysql(where, text))
    if request.param == "sqlite":
        settings.HOME = tmp_path
        sqlite.folder().mkdir()
        sqlite3.connect(sqlite.folder() / "out.db").close()

        def run(text):
            with closing(sqlite3.connect(sqlite.folder() / "out.db", isolation_level=None)) as line:
                return line.execute(text).fetchall()

        return Side(Where("sqlite", "", 0, "out.db", "", "", "none"), run)
    where = request.getfixturevalue("other_postgresql")

    def run_pg(text):
        with psycopg.connect(dbname=where.database, autocommit=True) as line:
            cursor = line.execute(text)
            return cursor.fetchall() if cursor.description else []

    return Side(where, run_pg)


def target(way="swap", mark="export 1", columns=COLUMNS, name="people"):
    return Target(name, columns, mark, way)


def written(side, *rows, way="swap", columns=COLUMNS, name="people"):
    with table(side.where, target(way, columns=columns, name=name)) as writer:
        for row in rows:
            writer.write([row])
        writer.finish()


@pytest.mark.parametrize("way", ["swap", "changes"])
def test_the_table_is_there_with_every_value(side, way):
    written(side, ANN, BOB, way=way)

    assert side.names() == [ANN[1], None]
    assert float(side.run("SELECT spent FROM people WHERE id = 1")[0][0]) == 12.5
    quoted = "`at`" if side.where.kind == "mysql" else '"at"'
    moment = side.run(f"SELECT {quoted} FROM people WHERE id = 1")[0][0]
    assert str(moment)[:19].replace("T", " ") == "2026-11-20 12:00:00"


@pytest.mark.parametrize("way", ["swap", "changes"])
def test_the_next_time_those_who_left_are_gone(side, way):
    written(side, ANN, BOB, way=way)
    written(side, (1, "Anna", *ANN[2:]), (3, "Cid", None, None, None), way=way)

    assert side.run("SELECT id, name FROM people ORDER BY id") in (
        [(1, "Anna"), (3, "Cid")],
        [[1, "Anna"], [3, "Cid"]],
    )


def test_left_in_between_the_table_is_as_it_was(side):
    written(side, ANN)
    with pytest.raises(ZeroDivisionError), table(side.where, target()) as writer:
        writer.write([(1 // 0, *BOB[1:])])

    assert side.names() == [ANN[1]]
    written(side, BOB)
    assert side.names() == [None]


def test_what_a_kill_left_aside_is_begun_anew(side):
    with table(side.where, target()) as writer:
        writer.write([ANN])
    written(side, BOB)

    assert side.names() == [None]


@pytest.mark.parametrize("way", ["swap", "changes"])
def test_a_table_of_somebody_else_is_not_touched(side, way):
    side.run("CREATE TABLE people (id INTEGER, name VARCHAR(20))")
    side.run("INSERT INTO people VALUES (7, 'theirs')")

    with pytest.raises(Unanswered, match="did not make"):
        written(side, ANN, way=way)

    assert side.names() == ["theirs"]
    with pytest.raises(Unanswered), table(side.where, target(mark="export 2")):
        pass


@pytest.mark.parametrize("way", ["swap", "changes"])
def test_nor_is_one_whose_name_differs_in_its_case(side, way):
    side.run("CREATE TABLE people (id INTEGER, name VARCHAR(20))")
    side.run("INSERT INTO people VALUES (7, 'theirs')")

    with suppress(Unanswered):
        written(side, ANN, way=way, name="People")

    assert side.names() == ["theirs"]


def test_what_is_ours_in_another_case_is_no_claim_where_these_are_two_tables(side):
    written(side, ANN, name="PEOPLE")
    if side.where.kind == "sqlite":
        assert side.names() == [ANN[1]]  # one table there
        return
    side.run("CREATE TABLE people (id INTEGER, name VARCHAR(20))")
    side.run("INSERT INTO people VALUES (7, 'theirs')")

    with pytest.raises(Unanswered):
        written(side, BOB)

    assert side.names() == ["theirs"]


def test_an_export_may_change_the_case_of_its_tables_name(side):
    written(side, ANN)
    with suppress(Unanswered):
        written(side, BOB, name="People")
    written(side, BOB)

    assert side.names() == [None]


def test_other_columns_are_told_and_written_anew_by_a_swap(side):
    fewer = COLUMNS[:2]
    written(side, ANN[:2], columns=fewer)

    with pytest.raises(Unanswered, match="other columns"):
        written(side, ANN, way="changes")
    written(side, ANN, way="swap")

    assert float(side.run("SELECT spent FROM people")[0][0]) == 12.5


def test_only_rows_that_changed_are_touched(other_postgresql):
    def run(text):
        with psycopg.connect(dbname=other_postgresql.database, autocommit=True) as line:
            return line.execute(text).fetchall()

    here = Side(other_postgresql, run)
    written(here, ANN, BOB, way="changes")
    before = dict(run("SELECT id, xmin::text FROM people"))
    written(here, ANN, (2, "Bob", None, None, None), way="changes")
    after = dict(run("SELECT id, xmin::text FROM people"))

    assert after[1] == before[1]
    assert after[2] != before[2]


def test_who_left_is_found_by_one_reading_of_both_tables(other_postgresql, monkeypatch):
    plans = []
    run = PostgreSQL.run

    def explained(self, text, values=()):
        if text.startswith("DELETE"):
            plans.append(str(self.rows(f"EXPLAIN {text}")))
        run(self, text, values)

    monkeypatch.setattr(PostgreSQL, "run", explained)
    here = Side(other_postgresql, None)
    written(here, ANN, BOB, way="changes")
    written(here, ANN, way="changes")

    (plan,) = plans
    assert "Anti Join" in plan
    assert "SubPlan" not in plan
