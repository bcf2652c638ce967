"""A tree means the same to the compiler, in both engines, as to a slow and obvious reader."""

import os
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relasi import engine
from relasi.audience.catalogue import check
from relasi.audience.compiling.people import people
from relasi.audience.compiling.running import ids
from relasi.audience.live import People, picture
from relasi.audience.queries.naming import catalogue, situation
from relasi.audience.queries.reasons import Reasons
from relasi.audience.rules import tree as t
from relasi.audience.rules.reading import read
from relasi.audience.rules.vocabulary import CATEGORY_SCORE, CONTACT, COUNTED_IN_DAYS, SCORE
from relasi.commerce.models import Category, Product
from relasi.contacts.models import Tag

from .plain import members
from .worlds import CITIES, NOW, make_world

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("RELASI_EXAMPLES", "80"))
MANY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CHANNELS = ("email", "sms", "whatsapp", "push", "phone")

NUMBERS = (-3, 0, 1, 2, 3, 4, 7.5, 10, 12, 250)


def _values(known, relation):
    if relation in {"set", "not_set"}:
        return st.none()
    if relation in COUNTED_IN_DAYS:
        return st.sampled_from((1, 2, 10, 30, 90, 400))
    return {
        "text": st.sampled_from((*(c for c in CITIES if c), "ann", "d", "%", "_", "V60", "ID")),
        "number": st.sampled_from(NUMBERS if known.least is None else NUMBERS[1:]),
        "boolean": st.booleans(),
        "date": st.sampled_from(("1990-02-28", "2026-05-20", "2026-06-01", "2024-02-29")),
        "moment": st.sampled_from(("2026-05-31", "2026-06-01", "2026-06-04", "2025-04-27")),
        "choice": st.lists(st.sampled_from(known.choices), min_size=1, max_size=3)
        if relation == "one_of"
        else st.sampled_from(known.choices or ("x",)),
    }[known.kind]


def _asked(kind, fields, *first):
    """Conditions of one kind over its fields."""
    triples = [(name, known, r) for name, known in fields.items() for r in known.relations]
    return st.sampled_from(triples).flatmap(
        lambda triple: _values(triple[1], triple[2]).map(
            lambda value: kind(*first, triple[0], triple[2], value)
        )
    )


def _leaves(world):
    categories = list(Category.objects.values_list("pk", flat=True))
    products = list(Product.objects.values_list("pk", flat=True))
    segment = next(iter(catalogue().segments))
    times = st.sampled_from(("at_least", "at_most", "exactly"))
    limits = st.dictionaries(times, st.integers(0, 3), min_size=1, max_size=1)
    paid = st.dictionaries(
        st.sampled_from(("at_least", "at_most")),
        st.sampled_from(("0", "5.00", "10", "38.00", "-1")),
        min_size=1,
        max_size=1,
    )
    what = st.one_of(
        st.just(("anything", None)),
        st.sampled_from(categories).map(lambda one: ("category", one)),
        st.sampled_from(products).map(lambda one: ("product", one)),
    )
    days = st.sampled_from((None, 1, 30, 90, 400))
    pairs = st.one_of(
        st.tuples(limits, st.none()), st.tuples(st.none(), paid), st.tuples(limits, paid)
    )
    return st.one_of(
        _asked(t.Contact, CONTACT),
        _asked(t.Custom, world.custom),
        _asked(t.Score, SCORE),
        *(_asked(t.CategoryScore, CATEGORY_SCORE, one) for one in categories),
        st.builds(t.Tag, st.sampled_from(list(Tag.objects.values_list("pk", flat=True))),
                  st.sampled_from(("has", "has_not"))),
        st.builds(t.InSegment, st.just(segment), st.sampled_from(("in", "not_in"))),
        st.builds(lambda w, p, d: t.Purchase(w[0], w[1], p[0], p[1], d), what, pairs, days),
        st.builds(t.Consent, st.sampled_from(CHANNELS),
                  st.sampled_from(("granted", "withdrawn", "never_asked")),
                  st.sampled_from(("marketing", "personalise"))),
        st.builds(t.Address, st.sampled_from(CHANNELS),
                  st.sampled_from(("usable", "missing", "invalid", "suppressed"))),
    )  # fmt: skip


def _trees(world):
    hows = st.sampled_from(("all", "any", "none"))
    node = _leaves(world)
    for _ in range(2):
        groups = st.builds(t.Group, hows, st.lists(node, min_size=1, max_size=3).map(tuple))
        node = st.one_of(_leaves(world), groups)
    return st.builds(t.Group, hows, st.lists(node, min_size=1, max_size=4).map(tuple))


@pytest.mark.parametrize("seed", [1, 2])
def test_compiled_trees_find_the_people_an_obvious_reader_finds(seed):
    world = make_world(seed)
    around, known = situation(NOW), catalogue()
    known = replace(known, products=dict(Product.objects.values_list("pk", "name")))

    @MANY
    @given(tree=_trees(world))
    def same(tree):
        check(tree, known)

        with transaction.atomic():
            found = ids(people(tree, around), around).tolist()

        assert len(found) == len(set(found))
        assert set(found) == members(tree, world)

    same()


def test_the_sets_of_the_editor_and_the_compiled_tree_agree():
    world = make_world(4)
    around = situation(NOW)

    @MANY
    @given(tree=_trees(world))
    def same(tree):
        everybody = People(around)

        shown = picture(tree, everybody)

        assert set(everybody.everybody[shown.members].tolist()) == members(tree, world)
        assert shown.left[()] == shown.size

    same()


def test_why_answers_as_the_segment_does():
    world = make_world(5, people=12)

    @settings(MANY, max_examples=EXAMPLES // 8)
    @given(tree=_trees(world))
    def same(tree):
        inside = members(tree, world)
        for person in world.people[:3]:
            reasons = Reasons(person.id, situation(NOW), catalogue(tree))
            assert (reasons.why(tree).answer == "yes") == (person.id in inside)

    same()


def test_a_tree_survives_its_json():
    world = make_world(6, people=1)

    @MANY
    @given(tree=_trees(world))
    def same(tree):
        assert read(t.as_json(tree)) == tree

    same()


@pytest.mark.django_db(transaction=True)
def test_duckdb_finds_the_same_people_as_postgresql():
    world = make_world(7)
    try:
        around = situation(NOW)

        @MANY
        @given(tree=_trees(world))
        def same(tree):
            found = around.session.arrow(people(tree, around), as_of=NOW)
            assert set(found["contact_id"].to_pylist()) == members(tree, world)

        same()
    finally:
        engine.close()
