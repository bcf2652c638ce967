"""A person seeded into every feature is exported whole, and after an erasure found nowhere."""

import json
import zipfile
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.db import connection

from relasi import engine
from relasi.kernel import catalogue
from relasi.kernel.catalogue import Busy
from relasi.privacy.queries.finding import person_of
from relasi.privacy.queries.tables import count_rows, of_people
from relasi.privacy.testing import erase_now, export_now
from relasi.timeline.actions.lake.rounds import bring_over
from relasi.timeline.testing import process
from relasi.timeline.tests.lakes import until_settled

from .canary import BROWSER, EMAIL, NOON, NUMBER, OLD_EMAIL, PHONE, WORD, seed, tables_that_say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(transactional_db, tmp_path, settings, monkeypatch):
    """Files and a lake of its own."""
    del transactional_db
    settings.MEDIA_ROOT, settings.HOME = str(tmp_path / "files"), tmp_path
    monkeypatch.setenv("RELASI_LAKE", str(tmp_path / "lake"))
    forget_lake()
    yield tmp_path
    forget_lake()


def forget_lake():
    engine.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS lake CASCADE")


@pytest.fixture
def person(home):
    del home
    found = seed()
    bring_over(NOON)
    return found


def files_that_say(home: Path, word: str) -> set[str]:
    """Every file with this word in it: as bytes, and, as they are packed, in rows of Parquet."""
    found = set()
    for path in (p for p in home.rglob("*") if p.is_file()):
        if word.encode() in path.read_bytes():
            found.add(path.name)
        if path.suffix == ".parquet":
            said = duckdb.execute(
                "SELECT count(*) FROM read_parquet(?) t WHERE t::text ILIKE ?",
                [str(path), f"%{word}%"],
            ).fetchone()
            if said and said[0]:
                found.add(path.name)
    return found


def test_the_seed_touches_every_store(person):
    """A store that is added must be seeded too: what is never there is never missed."""
    export_now(person)
    whom = person_of(person)

    found = count_rows(whom)

    assert sorted({store.key for store in of_people()} - set(found)) == ["privacy.Erasure"]
    assert [one.key for one in catalogue.archives() if not one.count(whom)] == []


def test_the_export_holds_every_store_and_every_word(person):
    export = export_now(person)

    (path,) = (Path(settings.MEDIA_ROOT) / "exports").glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        told = {name: archive.read(name).decode() for name in archive.namelist()}
    index = json.loads(told["index.json"])
    held = {store.key for store in of_people() if store.whose}
    assert held - {one["store"] for one in index["stores"]} == {"privacy.Erasure"}
    assert sum(one["rows"] for one in index["stores"]) == export.rows
    everything = "".join(told.values())
    for word in (
        EMAIL,
        OLD_EMAIL,
        PHONE,
        NUMBER,
        BROWSER,
        f"{WORD} street",
        f"{WORD} likes decaf",
        f"{WORD} wording",
        f"{WORD} did not like it",
        f"Dear {WORD}",
        f"{WORD} long ago",
    ):
        assert word in everything, word
    for store in held - {"privacy.Erasure"}:
        rows = json.loads(told[f"{store.lower()}.json"])
        lines = told[f"{store.lower()}.csv"]
        assert rows, store
        assert lines.startswith("\ufeff"), store


def test_nothing_is_found_anywhere_after_the_erasure(person, home):
    export_now(person)
    assert tables_that_say(WORD)
    assert files_that_say(home, WORD)

    card = erase_now(person)
    process(NOON)
    bring_over(NOON)

    assert card.state == "done"
    assert tables_that_say(WORD) == set()
    assert tables_that_say(PHONE[1:]) == set()
    assert files_that_say(home, WORD) == set()


def test_a_kill_between_any_two_steps_loses_nothing(person, home, monkeypatch):
    """Each store outside of tables fails once, after it did its work."""
    real = catalogue.archives()
    failed = set()

    def fails_once(one):
        def erased(whom):
            one.erase(whom)
            if one.key not in failed:
                failed.add(one.key)
                raise Busy

        return erased

    for one in real:
        monkeypatch.setitem(
            catalogue._catalogue.archives,
            one.key,
            type(one)(**{name: getattr(one, name) for name in one.__slots__}
                      | {"erase": fails_once(one)}),
        )  # fmt: skip

    until_settled()
    card = erase_now(person)

    assert failed == {one.key for one in real}
    assert card.state == "done"
    assert {row.key: row.rows for row in card.rows}["lake"] > 0
    assert tables_that_say(WORD) == set()
    assert files_that_say(home, WORD) == set()
    assert list((home / "files" / "imports").iterdir()) == []
