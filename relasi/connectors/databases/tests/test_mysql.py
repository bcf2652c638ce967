"""A real MariaDB server is read and written as PostgreSQL is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from relasi.accounts.public import SYSTEM
from relasi.connectors.databases.actions.keeping import (
    DatabaseIn,
    FeedIn,
    save_database,
    save_feed,
    try_database,
)
from relasi.connectors.databases.actions.reading import read_feed
from relasi.connectors.databases.clients import mysql
from relasi.connectors.databases.clients.asking import Question, Unanswered, kept_cursor
from relasi.connectors.databases.models import Reading
from relasi.kernel.errors import Refused

from .servers import mariadb, run_mysql

pytestmark = pytest.mark.django_db
__all__ = ["mariadb"]
# Its DATETIME knows no zone.
SEEN = datetime(2026, 11, 1, 8, 0, 0, 500_000)  # noqa: DTZ001
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MADE = (
    "DROP TABLE IF EXISTS people",
    """CREATE TABLE people (id BIGINT PRIMARY KEY, email VARCHAR(200), name VARCHAR(200),
        spent DECIMAL(12,2), born DATE, seen DATETIME(6), is_vip TINYINT(1), note LONGTEXT)""",
    """INSERT INTO people VALUES
        (1, 'ann@shop.example', 'Ann 100%', 12.50, '1988-03-02', '2026-11-01 08:00:00.5', 1,
         '☕ ''%s'''),
        (2, 'bob@shop.example', NULL, NULL, NULL, '2026-11-02 08:00:00', 0, NULL)""",
)


def asked(where, question):
    with mysql.asked(where, question) as answer:
        return answer.header, list(answer.rows)


def test_rows_come_with_their_kinds(mariadb):
    run_mysql(mariadb, *MADE)

    header, rows = asked(mariadb, Question("SELECT * FROM people WHERE name LIKE '%100\\%%'"))

    assert header == ["id", "email", "name", "spent", "born", "seen", "is_vip", "note"]
    assert rows == [
        (1, "ann@shop.example", "Ann 100%", Decimal("12.50"), date(1988, 3, 2),
         SEEN, 1, "☕ '%s'")
    ]  # fmt: skip


def test_it_is_read_in_order_from_where_it_stood(mariadb):
    run_mysql(mariadb, *MADE)
    after = kept_cursor(SEEN)

    _header, rows = asked(mariadb, Question("SELECT id, seen FROM people", "seen", after))

    assert [row[0] for row in rows] == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM people",
        "SELECT 1) x; DELETE FROM people; SELECT * FROM (SELECT 1",
        "SELECT * FROM people INTO OUTFILE '/tmp/relasi-out.csv'",
        "SELECT 1; DROP TABLE people",
        "CALL no_such_procedure()",
    ],
)
def test_nothing_is_written_whatever_is_asked(mariadb, statement):
    run_mysql(mariadb, *MADE)

    with pytest.raises(Unanswered):
        asked(mariadb, Question(statement))

    assert run_mysql(mariadb, "SELECT count(*) FROM people") == [(2,)]


def test_a_function_that_writes_is_refused_by_the_transaction(mariadb):
    run_mysql(
        mariadb, *MADE, "DROP FUNCTION IF EXISTS emptied",
        """CREATE FUNCTION emptied() RETURNS INT MODIFIES SQL DATA
           BEGIN DELETE FROM people; RETURN 1; END""",
    )  # fmt: skip

    with pytest.raises(Unanswered, match="READ ONLY"):
        asked(mariadb, Question("SELECT emptied()"))


def test_what_the_server_says_is_told(mariadb):
    with pytest.raises(Unanswered, match="no_such_table"):
        asked(mariadb, Question("SELECT * FROM no_such_table"))
    wrong = type(mariadb)(*("mysql", "127.0.0.1", mariadb.port, "shop", "relasi", "x", "none"))
    with pytest.raises(Unanswered, match="Access denied"):
        asked(wrong, Question("SELECT 1"))


def test_a_feed_of_mysql_comes_in(mariadb):
    run_mysql(mariadb, *MADE)
    given = DatabaseIn(
        name="Shop", kind="mysql", host="127.0.0.1", port=mariadb.port, database="shop",
        username="relasi", password="s3cret", security="none",
    )  # fmt: skip
    pk = save_database(given=given, by=SYSTEM, now=NOON)
    try_database(database_id=pk, by=SYSTEM)
    feed = save_feed(
        given=FeedIn("People", "contacts", "SELECT id AS external_id, email, name FROM people"),
        database_id=pk, by=SYSTEM, now=NOON,
    )  # fmt: skip

    read_feed(feed_id=feed, now=NOON)
    reading = Reading.objects.get(feed_id=feed)

    assert (reading.rows, reading.problem) == (2, "")
    assert reading.import_id is not None


def test_a_wrong_password_is_said_when_it_is_tried(mariadb):
    given = DatabaseIn(
        name="Shop", kind="mysql", host="127.0.0.1", port=mariadb.port, database="shop",
        username="relasi", password="wrong", security="none",
    )  # fmt: skip
    pk = save_database(given=given, by=SYSTEM, now=NOON)

    with pytest.raises(Refused, match="Access denied"):
        try_database(database_id=pk, by=SYSTEM)
