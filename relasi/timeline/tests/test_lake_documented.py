"""The examples of how to read the lake run as they are written, but for where it is."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection

from relasi import engine
from relasi.contacts.testing import make_contact
from relasi.engine.extensions import load
from relasi.timeline.actions.lake.table import COLUMNS
from relasi.timeline.testing import NOON, make_event

from .lakes import lake, moved

__all__ = ["lake"]
pytestmark = pytest.mark.usefixtures("lake")

PAGE = (Path(__file__).parents[3] / "docs/how-to/read-the-lake.md").read_text()


def example(name):
    found = re.search(rf"```\w+ {name}\n(.*?)```", PAGE, re.DOTALL)
    assert found, name
    return found[1]


def here(text):
    """Where the test's database is, for where the reader's may be."""
    settings = connection.settings_dict
    address = f"dbname={settings['NAME']} host={settings['HOST']} user={settings['USER']}"
    return text.replace("dbname=relasi host=localhost user=analyst", address)


@pytest.fixture
def ann(lake):  # noqa: ARG001  # it comes first
    person = make_contact()
    make_event(person, at=NOON)
    make_event(person, at=NOON)
    moved()
    engine.close()
    return person


def connected():
    con = duckdb.connect(config={"allow_unsigned_extensions": True})
    for name in ("ducklake", "postgres_scanner"):
        load(con, name)
    return con


def test_duckdb_counts_visits_by_contact(ann):
    con = connected()
    text = re.sub(r"INSTALL \w+;", "", here(example("duckdb")))
    assert con.execute(text).fetchall() == [(ann, 2)]
    con.close()


@pytest.mark.usefixtures("ann")
@pytest.mark.filterwarnings("ignore:The inplace keyword")  # DuckDB's own call of pandas
def test_pandas_reads_through_the_catalogue(monkeypatch):
    con = connected()
    monkeypatch.setattr(duckdb, "connect", lambda: con)
    text = here(example("pandas")).replace("LOAD ducklake; LOAD postgres", "SELECT 1")
    said: dict[str, Any] = {}
    exec(text, said)
    assert said["frame"][["channel", "events"]].values.tolist() == [["web", 2]]
    con.close()


def test_pandas_reads_the_files(ann, lake):
    said: dict[str, Any] = {}
    exec(example("files").replace("/srv/relasi/lake", str(lake)), said)
    assert said["frame"][["profile_id", "name"]].values.tolist() == [[ann, "page viewed"]] * 2


def test_the_columns_are_those_of_the_lake():
    table = PAGE.partition("## Columns")[2].partition("\n\nWhose")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `")]
    told = {name: kind.strip() for names, kind in rows for name in re.findall(r"`(\w+)`", names)}
    assert told == {name: kind for name, (kind, _said) in COLUMNS.items()}
