from datetime import UTC, datetime, timedelta

import ibis
import pytest
from django.db import connection

from relasi import engine
from relasi.engine import relations
from relasi.engine.session import connection_string

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(transactional_db):  # noqa: ARG001  # committed rows, which DuckDB can see
    yield engine.session()
    engine.close()


def test_a_name_stands_for_one_table_only():
    relations.register("contacts", "contacts_contact")
    with pytest.raises(ValueError, match="already stands for contacts_contact"):
        relations.register("contacts", "something_else")
    with pytest.raises(KeyError, match="No package registered"):
        relations.physical("nothing")


def test_words_of_an_address_are_quoted_and_empty_ones_left_out():
    words = {"dbname": "it's", "user": "a\\b", "port": ""}
    assert connection_string(words) == r"dbname='it\'s' user='a\\b'"


def test_both_engines_see_the_moment_of_the_run(session):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO contacts_tag (name, is_sample) VALUES ('x', false)")
        asked = session.table("tags").select(at=engine.now() - ibis.interval(days=2))
        cursor.execute(session.postgres(asked, as_of=NOON))
        (in_postgresql,) = cursor.fetchone()
    in_duckdb = session.arrow(asked, as_of=NOON)["at"][0].as_py()
    assert in_postgresql == in_duckdb == NOON - timedelta(days=2)


def test_a_staged_table_is_the_same_whoever_computes_it(session):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO contacts_tag (name, is_sample) VALUES ('o''clock', false)")
    tags = session.table("tags")
    wanted = tags.filter(tags.name == "o'clock").select("name")
    for engine_name in ("duckdb", "postgres"):
        staged = session.stage("words", wanted, as_of=NOON, by=engine_name)
        assert session.arrow(staged, as_of=NOON).to_pylist() == [{"name": "o'clock"}]


def test_a_lost_connection_is_opened_anew(session):
    tags = session.table("tags").select("name")
    session.arrow(tags, as_of=NOON)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert session.arrow(tags, as_of=NOON).num_rows == 0


def test_what_is_read_in_a_snapshot_does_not_change(session):
    tags = session.table("tags").select("name")
    with session.snapshot():
        before = session.arrow(tags, as_of=NOON).num_rows
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO contacts_tag (name, is_sample) VALUES ('new', false)")
        assert session.arrow(tags, as_of=NOON).num_rows == before
    assert session.arrow(tags, as_of=NOON).num_rows == before + 1
