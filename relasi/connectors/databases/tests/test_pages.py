"""Settings, Databases, through HTTP."""

import sqlite3

import pytest

from relasi.accounts import testing as accounts
from relasi.connectors.databases.actions.reading import read_feed
from relasi.connectors.databases.clients import sqlite
from relasi.connectors.databases.models import Database, Feed
from relasi.kernel import clock

pytestmark = pytest.mark.django_db
LIST = "/settings/databases/"
GOOD = {"name": "Shop", "kind": "sqlite", "database": "shop.db", "security": "none"}
FEED = {"name": "People", "target": "contacts", "statement": "SELECT email FROM people"}


@pytest.fixture
def owner(client, settings, tmp_path):
    settings.HOME = tmp_path
    sqlite.folder().mkdir()
    with sqlite3.connect(sqlite.folder() / "shop.db") as line:
        line.execute("CREATE TABLE people (email TEXT)")
        line.execute("INSERT INTO people VALUES ('ann@shop.example')")
    accounts.sign_in(client, accounts.alice())
    return client


def shown(answer):
    return answer.content.decode()


def test_from_nothing_to_rows_that_wait_for_their_columns(owner):
    assert "Bring in what your other systems know" in shown(owner.get(LIST))
    owner.post(f"{LIST}new/", GOOD)
    database = Database.objects.get()
    tried = owner.post(f"{LIST}{database.pk}/attempt/")
    assert "The database answers" in shown(tried)

    owner.post(f"{LIST}{database.pk}/feeds/new/", FEED | {"every_hours": "6"})
    feed = Feed.objects.get()
    page = f"/settings/databases/feeds/{feed.pk}/"
    assert "It was not read yet" in shown(owner.get(page))
    assert owner.post(page).status_code == 302
    read_feed(feed_id=feed.pk, now=clock.now())
    assert "Say what the columns are" in shown(owner.get(page))
    assert "Shop" in shown(owner.get(LIST))
    assert "People" in shown(owner.get(f"{LIST}{database.pk}/"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"database": "../x"}, "There is no file"),
        ({"kind": "postgresql", "host": ""}, "name alone"),
        ({"kind": "postgresql", "host": "169.254.169.254"}, "where no database is"),
        ({"kind": "postgresql", "host": "10.0.0.5", "port": "99999"}, "from 1 to 65535"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(owner, changed, sentence):
    answer = owner.post(f"{LIST}new/", GOOD | changed)
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert not Database.objects.exists()


def test_a_feed_says_what_is_wrong_with_it(owner):
    owner.post(f"{LIST}new/", GOOD)
    page = f"{LIST}{Database.objects.get().pk}/feeds/new/"
    both = owner.post(page, FEED | {"every_hours": "6", "daily_at": "03:00"})
    assert "not both" in shown(both)
    assert owner.post(page, FEED | {"statement": ""}).status_code == 422
    assert not Feed.objects.exists()


def test_a_database_that_is_read_stays_and_a_feed_goes_alone(owner):
    owner.post(f"{LIST}new/", GOOD)
    database = Database.objects.get()
    owner.post(f"{LIST}{database.pk}/feeds/new/", FEED)
    one = f"{LIST}{database.pk}/"
    refused = owner.post(one, {"_method": "delete"})
    assert "Delete them first" in shown(refused)
    owner.post(f"/settings/databases/feeds/{Feed.objects.get().pk}/", {"_method": "delete"})
    owner.post(one, {"_method": "delete"})
    assert not Database.objects.exists()


def test_another_query_begins_from_the_first_row_again(owner):
    owner.post(f"{LIST}new/", GOOD)
    owner.post(f"{LIST}{Database.objects.get().pk}/feeds/new/", FEED)
    Feed.objects.update(cursor={"kind": "int", "value": "7"})
    page = f"/settings/databases/feeds/{Feed.objects.get().pk}/edit/"
    owner.post(page, FEED | {"_method": "patch", "name": "Others"})
    assert Feed.objects.get().cursor is not None
    owner.post(page, FEED | {"_method": "patch", "statement": "SELECT 1 AS email"})
    assert Feed.objects.get().cursor is None
