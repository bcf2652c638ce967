"""Nobody reads the password of PostgreSQL in what went wrong."""

import duckdb
import pytest

from relasi.engine import lake
from relasi.engine.extensions import load
from relasi.engine.saying import unsecret
from relasi.engine.session import Session, connection_string

PASSWORD = r"it's \ sesame"
NOWHERE = connection_string(
    {"dbname": "shop", "host": "127.0.0.1", "port": "1", "user": "ann", "password": PASSWORD}
)


def test_a_database_that_cannot_be_reached_is_named_without_its_password():
    with pytest.raises(duckdb.Error, match="shop") as said:
        Session(NOWHERE).cursor()
    assert "sesame" not in str(said.value)
    assert said.value.__cause__ is None


def test_a_lake_that_cannot_be_opened_is_named_without_the_password(monkeypatch, tmp_path):
    monkeypatch.setenv("RELASI_LAKE", str(tmp_path))
    monkeypatch.setattr(lake, "exists", lambda _address: False)
    instance = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    load(instance, "postgres_scanner")
    with pytest.raises(lake.LakeUnavailable, match="ann") as said:
        lake.attach(instance, NOWHERE)
    assert "sesame" not in str(said.value)
    assert said.value.__cause__ is None


def test_the_rest_of_what_is_said_stays():
    assert unsecret(f"At {NOWHERE}: refused") == (
        "At dbname='shop' host='127.0.0.1' port='1' user='ann' password='…': refused"
    )
