"""Rows of a real second PostgreSQL database and of SQLite files come in, once each."""

import socket
import sqlite3
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.connectors.databases.actions import standing
from relasi.connectors.databases.actions.keeping import (
    DatabaseIn,
    FeedIn,
    save_database,
    save_feed,
    try_database,
)
from relasi.connectors.databases.actions.reading import read_due, read_feed
from relasi.connectors.databases.clients import postgresql, sqlite
from relasi.connectors.databases.clients.asking import (
    Question,
    Unanswered,
    Where,
    kept_cursor,
)
from relasi.connectors.databases.models import Database, Feed, Reading
from relasi.connectors.databases.rules import cell, next_reading
from relasi.contacts.events import ImportFinished
from relasi.contacts.importing.running import run_import
from relasi.contacts.importing.testing import take_back
from relasi.contacts.models import Contact, ImportRun
from relasi.contacts.public import importing
from relasi.kernel import bus
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SELECT = "SELECT id AS external_id, email, name, seen FROM people"
ROWS = ((1, "ann@shop.example", "Ann", 10), (2, "bob@shop.example", "Bob", 20))


@pytest.fixture
def shop(settings, tmp_path):
    """An SQLite file in the folder that may be read."""
    settings.HOME = tmp_path
    sqlite.folder().mkdir()
    path = sqlite.folder() / "shop.db"
    with sqlite3.connect(path) as line:
        line.execute("CREATE TABLE people (id INTEGER, email TEXT, name TEXT, seen INTEGER)")
        line.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", ROWS)
    return path


def database(**changed):
    given: dict[str, Any] = {"name": "Shop", "kind": "sqlite", "database": "shop.db"} | changed
    return save_database(given=DatabaseIn(**given), by=SYSTEM, now=NOON)


def feed(statement=SELECT, column="", **changed):
    given = FeedIn("People", "contacts", statement, column, **changed)
    return save_feed(given=given, database_id=database(), by=SYSTEM, now=NOON)


def only_read(feed_id, now=NOON):
    pk = read_feed(feed_id=feed_id, now=now)
    assert pk is not None
    return Reading.objects.get(pk=pk)


def read(feed_id, now=NOON):
    """Read it, and do what the worker does next."""
    reading = only_read(feed_id, now)
    if reading.import_id:
        run_import(run_id=reading.import_id, now=now)
    return reading


def say_columns(reading):
    """What a person does on the page of columns the first time."""
    importing.start_import(run_id=reading.import_id, by=SYSTEM, now=NOON)
    run_import(run_id=reading.import_id, now=NOON)


def add(path, *rows):
    with sqlite3.connect(path) as line:
        line.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", rows)


def stands(feed_id):
    cursor = Feed.objects.get(pk=feed_id).cursor
    return cursor and cursor["value"]


def test_the_first_rows_wait_for_their_columns_and_the_next_go_by_themselves(shop):
    one = feed(column="seen")
    first = read(one)
    assert ImportRun.objects.get(pk=first.import_id).state == "uploaded"
    assert Feed.objects.get(pk=one).cursor is None
    say_columns(first)
    assert stands(one) == "20"

    add(shop, (3, "eve@shop.example", "Eve", 30), (1, "ann@shop.example", "Ann Lee", 31))
    second = read(one)

    run = ImportRun.objects.get(pk=second.import_id)
    assert (second.rows, run.state, run.rows_created, run.rows_updated) == (2, "done", 1, 1)
    assert Contact.objects.get(name="Ann Lee")
    assert stands(one) == "31"
    nothing = read(one)
    assert (nothing.import_id, nothing.rows, nothing.problem) == (None, 0, "")


def test_the_cursor_goes_back_when_the_rows_are_taken_back(shop):
    one = feed(column="seen")
    say_columns(read(one))
    add(shop, (3, "eve@shop.example", "Eve", 30))
    second = read(one)
    take_back(ImportRun.objects.get(pk=second.import_id))
    assert stands(one) == "20"
    assert not Contact.objects.filter(name="Eve").exists()
    assert read(one).rows == 1


def test_an_import_that_stops_on_its_way_moves_no_cursor(shop):
    one = feed(column="seen")
    say_columns(read(one))
    add(shop, (3, "eve@shop.example", "Eve", 30))
    second = only_read(one)
    assert stands(one) == "20"
    again = only_read(one)
    assert "still coming in" in again.problem
    assert second.import_id is not None
    run_import(run_id=second.import_id, now=NOON)
    assert stands(one) == "30"


def test_an_import_that_somebody_stopped_moves_no_cursor(shop):
    one = feed(column="seen")
    say_columns(read(one))
    add(shop, (3, "eve@shop.example", "Eve", 30))
    stopped = only_read(one)
    ImportRun.objects.filter(pk=stopped.import_id).update(state="cancelled")
    assert stopped.import_id is not None
    bus.publish(ImportFinished(stopped.import_id, "contacts"))
    assert stands(one) == "20"
    assert only_read(one).rows == 1


def test_a_row_that_came_to_stand_at_the_last_value_is_read_and_those_that_were_are_not(shop):
    one = feed(column="seen")
    say_columns(read(one))
    add(shop, (3, "eve@shop.example", "Eve", 20))
    assert (read(one).rows, Contact.objects.filter(name="Eve").count()) == (1, 1)
    add(shop, (4, "dan@shop.example", "Dan", 20))
    assert read(one).rows == 1
    assert (only_read(one).import_id, stands(one)) == (None, "20")


def test_rows_without_a_value_are_read_when_they_are_new(shop):
    add(shop, (3, "eve@shop.example", "Eve", None))
    one = feed(column="seen")
    first = read(one)
    say_columns(first)
    add(shop, (4, "dan@shop.example", "Dan", None))
    assert (first.rows, read(one).rows, only_read(one).import_id) == (3, 1, None)
    assert Contact.objects.filter(name="Dan").count() == 1


def test_more_at_one_value_than_are_remembered_come_in_again_and_nobody_twice(shop, monkeypatch):
    monkeypatch.setattr(standing, "MOST_SEEN", 1)
    add(shop, (3, "eve@shop.example", "Eve", 20))
    one = feed(column="seen")
    say_columns(read(one))
    again = read(one)
    assert again.rows == 1
    assert ImportRun.objects.get(pk=again.import_id).rows_unchanged == 1


def test_a_column_of_fractions_is_compared_as_numbers(shop):
    add(shop, (3, "eve@shop.example", "Eve", 20.5))
    one = feed(SELECT.replace("seen", "seen + 0.25 AS seen"), column="seen")
    say_columns(read(one))
    add(shop, (4, "dan@shop.example", "Dan", 100))
    assert (stands(one), read(one).rows) == ("20.75", 1)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("column", ["x'00' AS seen", "name AS other"])
def test_a_column_that_cannot_be_kept_is_refused_and_nothing_comes_in(column):
    one = feed(SELECT.replace("seen", column), column="seen")
    reading = only_read(one)
    assert "seen" in reading.problem
    assert (reading.import_id, reading.rows) == (None, 0)


@pytest.mark.parametrize("value", [True, time(3), UUID(int=1), b"x", timedelta(1)])
def test_what_orders_nothing_is_no_cursor(value):
    assert kept_cursor(value) is None


@pytest.mark.usefixtures("shop")
def test_other_columns_than_the_last_time_are_looked_at_again():
    one = feed()
    say_columns(read(one))
    Feed.objects.update(statement="SELECT email, name AS called FROM people")
    second = only_read(one)
    assert "other columns" in second.problem
    assert ImportRun.objects.get(pk=second.import_id).state == "uploaded"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM people",
        "SELECT 1) AS q; DELETE FROM people; --",
        "SELECT * FROM pragma_database_list",
        "ATTACH '/etc/passwd' AS x",
        "SELECT load_extension('x')",
        "SELEC",
    ],
)
def test_what_is_no_reading_is_refused_by_sqlite_and_nothing_is_lost(shop, statement):
    one = feed(statement)
    reading = read(one)
    assert reading.problem
    assert reading.import_id is None
    with sqlite3.connect(shop) as line:
        assert line.execute("SELECT count(*) FROM people").fetchone() == (2,)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "missing.db", ""])
def test_only_files_of_the_folder_are_opened(shop, name):
    (shop.parent.parent / "secret").write_text("x")
    with pytest.raises(Refused):
        database(database=name)
    assert not Database.objects.exists()


def test_a_link_out_of_the_folder_is_not_followed(shop):
    outside = shop.parent.parent / "outside.db"
    sqlite3.connect(outside).close()
    outside.touch()
    (shop.parent / "inside.db").symlink_to(outside)
    with pytest.raises(Refused, match="There is no file"):
        database(database="inside.db")


@pytest.fixture
def second(monkeypatch):
    """A second database on the server of the tests, reached as a server is."""
    now = django_settings.DATABASES["default"]
    name = f"{connection.settings_dict['NAME']}_shop"
    reach: dict[str, Any] = {"host": now["HOST"], "port": now["PORT"] or None, "user": now["USER"]}
    reach["password"] = now["PASSWORD"] or None
    with psycopg.connect(dbname="postgres", autocommit=True, **reach) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}"')
        line.execute(f'CREATE DATABASE "{name}"')
    with psycopg.connect(dbname=name, **reach) as line:
        line.execute("CREATE TABLE people (id int, email text, name text, seen timestamptz)")
        for pk, email, called, hour in ROWS:
            line.execute(
                "INSERT INTO people VALUES (%s, %s, %s, %s)",
                (pk, email, called, NOON.replace(hour=hour)),
            )
    connect = psycopg.connect

    def by_socket(**said):
        """The server of the tests listens on a socket alone; all else is as it was said."""
        said.update({"host": reach["host"], "port": reach["port"], "sslmode": "prefer"})
        for key in ("hostaddr", "sslrootcert"):
            said.pop(key)
        return connect(**said)

    monkeypatch.setattr(psycopg, "connect", by_socket)
    where = Where("postgresql", "127.0.0.1", 5432, name, reach["user"], "", "none")
    yield where, lambda text: _on(connect, name, reach, text)
    with connect(dbname="postgres", autocommit=True, **reach) as line:
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on(connect, name, reach, text):
    with connect(dbname=name, **reach) as line:
        return line.execute(text).fetchone()[0]


def test_postgresql_is_read_in_order_from_where_it_stood(second):
    where, ask = second
    with postgresql.asked(where, Question(SELECT, "seen")) as answer:
        assert answer.header == ["external_id", "email", "name", "seen"]
        rows = list(answer.rows)
    assert [row[2] for row in rows] == ["Ann", "Bob"]
    after = {"kind": "text", "value": str(rows[0][3])}
    with postgresql.asked(
        where, Question(SELECT + " WHERE name LIKE '%o%'", "seen", after)
    ) as answer:
        assert [row[2] for row in answer.rows] == ["Bob"]
    ask("INSERT INTO people VALUES (3, '', 'Dot', NULL) RETURNING id")
    after = {"kind": "text", "value": str(rows[1][3])}
    with postgresql.asked(where, Question(SELECT, "seen", after)) as answer:
        assert [row[2] for row in answer.rows] == ["Bob", "Dot"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM people RETURNING *",
        "WITH gone AS (DELETE FROM people RETURNING *) SELECT * FROM gone",
        "SELECT 1) AS q; DELETE FROM people; SELECT (1",
        "SELECT 1) AS q; COMMIT; DELETE FROM people; --",
        "SELECT lo_create(0)",
        "SELECT set_config('transaction_read_only', 'off', false)",
    ],
)
def test_nothing_is_written_to_postgresql_whatever_is_asked(second, statement):
    where, ask = second
    with pytest.raises(Unanswered), postgresql.asked(where, Question(statement)) as answer:
        list(answer.rows)
    assert ask("SELECT count(*) FROM people") == 2


def test_a_feed_of_postgresql_comes_in(second):
    where, _ask = second
    row = Database.objects.create(
        name="Shop", kind="postgresql", host="127.0.0.1", port=5432, database=where.database,
        username=where.username, security="none", created_at=NOON,
    )  # fmt: skip
    try_database(database_id=row.pk, by=SYSTEM)
    given = FeedIn("People", "contacts", SELECT, "seen")
    one = save_feed(given=given, database_id=row.pk, by=SYSTEM, now=NOON)
    say_columns(read(one))
    assert Contact.objects.filter(name__in=["Ann", "Bob"]).count() == 2
    assert read(one).rows == 0


@pytest.mark.parametrize("host", ["169.254.169.254", "100.100.100.200", "0.0.0.0"])
def test_a_database_is_not_looked_for_where_clouds_keep_keys(host):
    with pytest.raises(Refused, match="where no database is"):
        database(kind="postgresql", host=host, database="x")


def test_what_leads_there_by_now_is_not_reached_either(monkeypatch):
    where = Where("postgresql", "db.example", 5432, "x", "", "", "none")
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_a, **_k: [(2, 1, 6, "", ("169.254.169.254", 5432))],
    )
    with (
        pytest.raises(Unanswered, match="inside a network"),
        postgresql.asked(where, Question("SELECT 1")),
    ):
        pass


TYPED: dict[str, Any] = {"kind": "postgresql", "host": "10.0.0.5", "username": "u"}


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({}, True),
        ({"name": "Store", "database": "other"}, True),
        ({"host": "10.0.0.6"}, False),
        ({"port": 6432}, False),
        ({"username": "v"}, False),
        ({"security": "none"}, False),
        ({"kind": "sqlite"}, False),
    ],
)
@pytest.mark.usefixtures("shop")
def test_a_password_lies_sealed_and_goes_to_no_server_it_was_not_typed_for(changed, kept):
    pk = database(**TYPED, password="rahasia-1")
    assert "rahasia" not in Database.objects.get(pk=pk).password_sealed
    again = DatabaseIn(**({"name": "Shop", "database": "shop.db"} | TYPED | changed))
    save_database(given=again, database_id=pk, by=SYSTEM, now=NOON)
    assert bool(Database.objects.get(pk=pk).password_sealed) is kept


@pytest.mark.usefixtures("shop")
def test_a_schedule_goes_by_the_clock_of_the_house(monkeypatch):
    accounts.make_organisation(name="Kopi")
    assert next_reading(every_hours=6, daily_at=None, zone="UTC", now=NOON) == NOON + timedelta(
        hours=6
    )
    at = next_reading(every_hours=None, daily_at=time(3), zone="Asia/Jakarta", now=NOON)
    assert at == datetime(2026, 11, 20, 20, tzinfo=UTC)
    one = feed(every_hours=6)
    asked = []
    monkeypatch.setattr(
        "relasi.connectors.databases.actions.reading.later",
        lambda name, **said: asked.append((name, said["feed_id"])),
    )
    assert read_due(NOON + timedelta(hours=5)) == 0
    assert read_due(NOON + timedelta(hours=7)) == 1
    assert asked == [("databases.read", one)]
    assert read_due(NOON + timedelta(hours=7)) == 0


def test_values_are_written_as_one_would_type_them():
    assert cell(None) == ""
    assert cell(True) == "yes"
    assert cell(memoryview(b"a\x00b")) == "ab"
    assert cell({"a": 1}) == '{"a": 1}'
