"""What is compared and how it weighs, without a database of people."""

import json
import math

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.contacts.matching.computing.people import stage_rows
from relasi.contacts.matching.computing.scoring import keys, pairs, scores, terms
from relasi.contacts.matching.rules.comparisons import COMPARISONS
from relasi.contacts.matching.rules.model import (
    probability,
    read_model,
    starting_model,
    trained_model,
)
from relasi.contacts.matching.rules.traits import RAW, TRAITS
from relasi.contacts.matching.rules.waterfall import waterfall


@pytest.fixture
def cursor():
    return duckdb.connect(config={"threads": "1"})


def person(number, **known):
    return dict.fromkeys(RAW, "") | {"id": number, "version": 1} | known


def traits(cursor, **known):
    stage_rows(cursor, "staged", pa.Table.from_pylist([person(1, **known)]))
    row = cursor.execute(f"SELECT {', '.join(TRAITS)} FROM staged").fetchone()
    return {name: value for name, value in zip(TRAITS, row, strict=True) if value is not None}


def outcomes(cursor, one, other):
    """What each comparison of two people comes to; what nothing is known of is left out."""
    rows = [person(1, **one), person(2, **other)]
    stage_rows(cursor, "staged", pa.Table.from_pylist(rows))
    cursor.execute("CREATE OR REPLACE TEMP TABLE pair AS SELECT 1::BIGINT AS a, 2::BIGINT AS b")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE share AS {terms('staged')}")
    text = scores(starting_model(2), pairs="pair", staged="staged", terms="share", least=-999)
    parts = json.loads(cursor.execute(text).fetchone()[-1])
    levels = {one.key: [level.key for level in one.levels] for one in COMPARISONS}
    return {key: levels[key][place] for key, (place, _w) in parts.items() if place >= 0}


@pytest.mark.parametrize(
    ("known", "read"),
    [
        ({"name": "Bapak Soeharto"}, {"given": "suharto"}),
        ({"name": "dr. Tjokro  Wijaya"}, {"given": "cokro", "family": "wijaya"}),
        ({"given_name": "Zoé", "family_name": "D'Arc"}, {"given": "zu", "family": "d arc"}),
        ({"name": "王 小明"}, {"given": "王", "family": "小明"}),
        ({"email": "Ann.Lee+shop@googlemail.com"}, {"mailbox": "annlee", "domain": "gmail.com"}),
        ({"email": "info@shop.example"}, {"domain": "shop.example"}),
        ({"born_on": "1990-04-12"}, {"born": "19900412"}),
        ({"born_on": "1900-01-01"}, {}),
        ({"phone": "+62811234567"}, {"phone": "811234567"}),
        ({"street": "Jl. Braga No. 12"}, {"street": "braga 12", "house": "12"}),
        ({"name": "Lukas Yılmaz"}, {"given": "lukas", "family": "yilmaz"}),
        ({"postal_code": "EH1 3UE"}, {"postal": "eh13ue"}),
        ({}, {}),
    ],
)  # fmt: skip
def test_what_is_compared_is_written_alike(cursor, known, read):
    assert traits(cursor, **known) == read


def test_names_that_are_swapped_and_days_that_are_too(cursor):
    one = {"given_name": "Ann", "family_name": "Lee", "born_on": "1990-04-12"}
    other = {"given_name": "Lee", "family_name": "Ann", "born_on": "1990-12-04"}
    assert outcomes(cursor, one, other) == {
        "given": "swapped", "family": "swapped", "born": "day_month"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("a.kusuma@x.example", "akusuma@y.example", "mailbox"),
        ("kusumaz@x.example", "kusuma@x.example", "typo"),
        ("kusuma1@x.example", "kusuma2@x.example", "other"),
        ("ann.lee@x.example", "ann.lee@y.example", None),
        ("annlee7@x.example", "annlee99@y.example", None),
        ("info@x.example", "info@y.example", None),
        ("ann.lee77@x.example", "ann.lee77@y.example", "mailbox"),
    ],
)
def test_a_mailbox_made_of_the_name_says_nothing_beyond_it(cursor, one, other, outcome):
    both = {"given_name": "Ann", "family_name": "Lee"}
    found = outcomes(cursor, both | {"email": one}, both | {"email": other})
    assert found.get("mail") == outcome


@pytest.mark.parametrize(
    ("names", "mailbox"),
    [
        (("Fleur", "van den Berg"), "fleur.vandenberg"),
        (("Fleur", "Berg"), "fleurvandenberg"),
        (("Jasmine", "O’Brien"), "jasmine-obrien"),
        (("Lukas", "Yılmaz"), "yilmaz.lukas"),
        (("Sari", ""), "sari"),
    ],
)
def test_nor_does_the_same_mailbox_made_of_it(cursor, names, mailbox):
    both = dict(zip(("given_name", "family_name"), names, strict=True))
    hosts = ({"email": f"{mailbox}@{host}.example"} for host in "xy")
    assert "mail" not in outcomes(cursor, *(both | mail for mail in hosts))


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        (("75004", "Paris"), ("75004", "Paris"), "postal"),
        (("75004", "Paris"), ("75005", "Paris"), "typo"),
        (("75004", "Paris"), ("75918", "Paris"), "city"),
        (("", "Paris"), ("75004", "Paris"), "city"),
        (("75004", ""), ("75005", "Paris"), "other_city"),
        (("75004", ""), ("", "Paris"), None),
        (("75004", "Paris"), ("69001", "Lyon"), "other"),
    ],
)
def test_a_postal_code_and_its_city_are_one_outcome(cursor, one, other, outcome):
    both = (dict(zip(("postal_code", "city"), place, strict=True)) for place in (one, other))
    assert outcomes(cursor, *both).get("place") == outcome


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("Molenweg 4", "Molenweg 4", "same"),
        ("Molenweg 4", "Molenwg 4", "close"),
        ("Molenweg 4", "Molenweg 162", "house"),
        ("59 place du Marché", "159 place du Marché", "house"),
        ("Molenweg", "Molenweg 4", "close"),
        ("Molenweg 4", "Kerkstraat 4", "other"),
    ],
)
def test_another_number_is_another_house(cursor, one, other, outcome):
    assert outcomes(cursor, {"street": one}, {"street": other})["street"] == outcome


def weights(cursor, one, other, *, among):
    """What two weigh among others, by a model that nobody taught."""
    rows = [person(1, **one), person(2, **other)]
    rows += [person(n, **who) for n, who in enumerate(among, 3)]
    stage_rows(cursor, "staged", pa.Table.from_pylist(rows))
    cursor.execute("CREATE OR REPLACE TEMP TABLE pair AS SELECT 1::BIGINT AS a, 2::BIGINT AS b")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE share AS {terms('staged')}")
    model = starting_model(len(rows))
    text = scores(model, pairs="pair", staged="staged", terms="share", least=-999)
    return {
        key: weight for key, (_p, weight) in json.loads(cursor.execute(text).fetchone()[-1]).items()
    }


def test_what_many_share_weighs_less_and_what_few_share_no_more(cursor):
    paris = {"postal_code": "75004", "city": "Paris"}
    others = [{"postal_code": f"69{n:04}", "city": "Lyon"} for n in range(4_000)]
    common = weights(cursor, paris, paris, among=[paris] * 50 + others)["place"]
    rare = weights(cursor, paris, paris, among=others)["place"]
    assert rare == pytest.approx(starting_model(4_002).weight("place", 0), abs=0.001)
    assert common == pytest.approx(math.log2(0.7 / (52 / 4_052)), abs=0.001)


def test_a_key_that_too_many_share_leads_nowhere(cursor):
    many = [person(n, given_name="Budi", family_name="Santoso") for n in range(1, 70)]
    few = [person(n, given_name="Ann", family_name="Lee") for n in range(100, 103)]
    stage_rows(cursor, "staged", pa.Table.from_pylist(many + few))
    cursor.execute(f"CREATE TEMP TABLE keyed AS {keys('staged')}")

    found = cursor.execute(f"{pairs('keyed')} ORDER BY a, b").fetchall()

    assert found == [(100, 101), (100, 102), (101, 102)]


def us(model):
    return {key: [u for _m, u in rows] for key, rows in model.figures.items()}


def test_a_key_that_taught_about_namesakes_does_not_count():
    start = starting_model(5_000)
    namesakes = {"born": [0.06, 0, 0.02, 0.04, 0.88], "place": [0.3, 0, 0.1, 0, 0, 0, 0.6]}
    one_person = {"place": [0.85, 0.03, 0.05, 0.01, 0.01, 0.01, 0.04]}

    bad = trained_model(prior=1e-4, people=5_000, us=us(start), passes=[namesakes])
    good = trained_model(prior=1e-4, people=5_000, us=us(start), passes=[namesakes, one_person])

    assert (bad.learnt, dict(bad.figures)) == ((), dict(start.figures))
    assert good.learnt == ("place",)
    assert read_model(good.as_json()) == good


@given(weight=st.floats(-200, 200), given_weight=st.floats(-20, 20), place=st.floats(-20, 20))
def test_the_steps_of_a_waterfall_add_up_to_the_weight(weight, given_weight, place):
    bars = waterfall(weight, {"given": [0, given_weight], "place": [3, place], "born": [-1, 0]})

    assert [bar.comparison for bar in bars] == ["prior", "given", "place"]
    assert bars[-1].total == pytest.approx(weight, abs=0.02)
    assert all(0 <= float(bar.left) <= 100 for bar in bars)
    assert 0 <= probability(weight) <= 1
