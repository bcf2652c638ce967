import json
from datetime import timedelta

import pytest
from django.test import Client

from relasi.accounts.testing import SYSTEM, bob, charlie, sign_in
from relasi.audience import public as audience
from relasi.audience.models import Segment
from relasi.commerce.testing import make_order, make_product
from relasi.consent import public as consent
from relasi.contacts.testing import make_contact
from relasi.insight.models import Score
from relasi.kernel import clock

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def bobs():
    client = Client(headers=PART)
    sign_in(client, bob())
    return client


@pytest.fixture
def charlies():
    client = Client(headers=PART)
    sign_in(client, charlie())
    return client


def tree(*conditions, how="all"):
    return json.dumps({"v": 1, how: list(conditions)})


def controls(page):
    """What a browser would send back: every control of the page with its value."""
    values = {"tree": page.context["draft"].text}
    waiting = [page.context["lines"]]
    while waiting:
        line = waiting.pop()
        waiting.extend(line.children)
        if line.how:
            values[line.how_name] = line.how
        for part in line.parts:
            if part.control:
                values[part.control.name] = part.control.value
    return values


def pressed(client, page, **changes):
    return client.post("/segments/new/", controls(page) | changes)


CITY = {"on": "contact", "field": "city", "relation": "is", "value": "medan"}


def test_the_editor_says_how_many_are_left_after_each_line(bobs):
    make_contact("Ann", city="Bandung")
    make_contact("Bea", city="Medan")

    page = bobs.post("/segments/new/", {"tree": tree(CITY), "op": "look"})

    assert page.status_code == 200
    assert (page.context["picture"].size, page.context["picture"].total) == (1, 2)
    assert page.context["lines"].children[0].left == 1
    assert "Bea" in page.content.decode()
    assert Segment.objects.count() == 0


def _buyer(name, categories, *, consent_given=True, stage="at_risk"):
    contact = make_contact(name, email=f"{name.lower()}@example.org")
    now = clock.now()
    for category in categories:
        make_order(contact, make_product(category=(category,)), at=now - timedelta(days=9))
    given = consent.grant if consent_given else consent.withdraw
    given(
        contact_id=contact, channel="email", purpose="marketing", source="form", by=SYSTEM, now=now
    )
    Score.objects.create(
        contact_id=contact,
        first_order_at=now,
        last_order_at=now,
        orders=3,
        order_days=3,
        revenue=30,
        r=1,
        f=1,
        m=1,
        typical_gap=4,
        category_count=len(categories),
        items_per_order=1,
        lifecycle=stage,
        lifecycle_since=now,
    )
    return contact


def test_at_risk_buyers_with_consent_from_three_categories_are_built_by_clicks(bobs):
    three = ("Tea", "Cups", "Books")
    ann = _buyer("Ann", three)
    _buyer("Bea", three[:2])
    _buyer("Cia", three, consent_given=False)
    _buyer("Dia", three, stage="active")

    page = bobs.get("/segments/new/")
    page = pressed(bobs, page, **{"c.0.value": "at_risk"})
    page = pressed(bobs, page, **{"add.": "consent"})
    page = pressed(bobs, page, **{"add.": "score"})
    page = pressed(bobs, page, **{"c.2.value": "3"})

    assert page.context["picture"].size == 1
    assert page.context["picture"].reach["email"] == 1
    assert [line.left for line in page.context["lines"].children] == [3, 2, 1]
    saved = pressed(bobs, page, op="save", name="Slipping regulars")
    segment = Segment.objects.get()
    assert saved.headers["HX-Redirect"] == f"/segments/{segment.pk}/"
    assert audience.refresh(segment.pk, clock.now()) == 1
    assert audience.segments_of(ann) == [(segment.pk, "Slipping regulars")]


def test_an_unfinished_line_says_what_is_missing_and_changes_no_count(bobs):
    make_contact("Ann")
    start = bobs.post("/segments/new/", {"tree": tree(CITY)})
    page = pressed(bobs, start, **{"c.0.value": ""})
    (line,) = page.context["lines"].children
    assert line.fault == "Say a text to compare with."
    assert page.context["picture"].size == 1
    refused = pressed(bobs, page, op="save", name="Nowhere")
    assert refused.status_code == 422
    assert Segment.objects.count() == 0


@pytest.mark.parametrize("typed", ["1e400", "10000000000000000000000", "abc", "", "-5"])
@pytest.mark.parametrize(
    ("condition", "part"),
    [
        ({"on": "score", "field": "orders", "relation": "at_least", "value": 3}, "value"),
        ({"on": "purchase", "times": {"at_least": 3}}, "count"),
    ],
)
def test_a_number_that_cannot_be_meant_is_marked_and_kept_as_typed(bobs, condition, part, typed):
    start = bobs.post("/segments/new/", {"tree": tree(condition)})

    page = pressed(bobs, start, **{f"c.0.{part}": typed})
    refused = pressed(bobs, page, op="save", name="Buyers")

    assert (page.status_code, refused.status_code) == (200, 422)
    for answer in (page, refused):
        (line,) = answer.context["lines"].children
        wrong = [p.control for p in line.parts if p.control and p.control.wrong]
        assert [(c.name, c.value) for c in wrong] == [(f"c.0.{part}", typed)]
        assert line.fault.startswith("Say ")
        assert 'aria-invalid="true" aria-describedby="fault-0"' in answer.content.decode()
    assert line.fault in refused.context["problem"]["sentence"]
    assert "all[" not in refused.content.decode()
    assert Segment.objects.count() == 0


def test_changing_the_field_keeps_only_what_fits_it(bobs):
    start = bobs.post("/segments/new/", {"tree": tree(CITY)})
    page = pressed(bobs, start, **{"c.0.field": "score:orders"})
    (condition,) = page.context["draft"].tree.of
    assert (condition.field, condition.relation, condition.value) == ("orders", "is", None)


def test_a_group_is_added_filled_and_emptied(bobs):
    page = bobs.post("/segments/new/", {"tree": tree(CITY)})
    page = pressed(bobs, page, op="group:")
    page = pressed(bobs, page, **{"add.1": "lifecycle"})
    assert json.loads(page.context["draft"].text)["all"][1] == {
        "any": [
            {"on": "purchase", "what": "anything", "times": {"at_least": 1}, "days": 365},
            {"on": "score", "field": "lifecycle", "relation": "is", "value": "active"},
        ]
    }
    page = pressed(bobs, page, **{"c.1.how": "none"})
    page = pressed(bobs, page, op="remove:1.0")
    page = pressed(bobs, page, op="remove:1.0")
    assert json.loads(page.context["draft"].text) == json.loads(tree(CITY))


def test_a_product_is_found_by_its_name(bobs):
    beans = make_product("Gayo beans")
    leaf = {"on": "purchase", "what": "product", "times": {"at_least": 1}}
    page = bobs.post("/segments/new/", {"tree": tree(leaf)})
    page = pressed(bobs, page, **{"c.0.thing": "gayo BEANS"})
    (condition,) = page.context["draft"].tree.of
    assert condition.id == beans


def test_why_somebody_is_in_or_not_is_told_condition_by_condition(bobs):
    ann = make_contact("Ann", email="ann@example.org", city="Bandung")
    data = {"tree": tree(CITY), "person": "Ann@Example.org", "op": "find"}

    page = bobs.post("/segments/new/", data)

    shown = page.context["aside"]
    assert (shown.contact_id, shown.why.answer) == (ann, "no")
    assert shown.why.children[0].fact == "It is Bandung."
    assert "Why is Ann not in?" in page.content.decode()
    assert shown.reach[0].fact == "Never asked."


def test_nobody_is_found_and_the_page_says_so(bobs):
    page = bobs.post("/segments/new/", {"tree": tree(CITY), "person": "x@y.example", "op": "find"})
    assert page.context["aside"].problem == "Nobody has “x@y.example” as e-mail or phone."


def test_just_missed_shows_those_whom_one_line_keeps_out(bobs):
    make_contact("Ann", city="Medan", country="SG")
    make_contact("Bea", city="Bandung", country="SG")
    country = {"on": "contact", "field": "country", "relation": "is", "value": "ID"}
    page = bobs.post("/segments/new/", {"tree": tree(CITY, country), "show": "missed"})
    assert [person.name for person in page.context["sample"]] == ["Ann"]


def test_a_form_that_was_tampered_with_is_refused(bobs):
    for text in ("", "[]", '{"v": 1, "all": [{"on": "exec"}]}', '{"v": 2, "all": []}'):
        assert bobs.post("/segments/new/", {"tree": text}).status_code == 422


def test_charlie_looks_and_cannot_save(charlies):
    page = charlies.post("/segments/new/", {"tree": tree(CITY), "op": "look"})
    assert page.status_code == 200
    refused = charlies.post("/segments/new/", {"tree": tree(CITY), "op": "save", "name": "X"})
    assert refused.status_code == 403
    assert Segment.objects.count() == 0


def test_two_people_change_one_segment_and_the_second_is_told(bobs):
    start = audience.parse_tree(json.loads(tree(CITY)))
    segment = audience.add_segment(name="Medan", tree=start, by=SYSTEM, now=clock.now())
    data = {"tree": tree(CITY), "name": "Medan 2", "op": "save", "version": "1"}
    assert bobs.post(f"/segments/{segment}/", data).status_code == 204
    second = bobs.post(f"/segments/{segment}/", data | {"name": "Medan 3"})
    assert second.status_code == 422
    assert Segment.objects.get().name == "Medan 2"


def test_what_is_no_number_or_no_tree_gets_a_sentence_and_no_fault(bobs):
    start = {"tree": tree({"on": "score", "field": "orders", "relation": "at_least", "value": 1})}
    long = "9" * 5000
    for posted in (
        {"seed": long},
        {"seed": "²"},
        {"why": "²"},
        {"c.0.value": long},
        {"op": f"remove:{long}"},
        {"version": long},
    ):
        assert bobs.post("/segments/new/", start | posted).status_code == 200, posted
    deep = bobs.post("/segments/new/", {"tree": "[" * 100_000})
    assert deep.status_code == 422
    assert "The form was not complete" in deep.content.decode()


def test_who_may_not_export_gets_no_file_of_segments(charlies, bobs):
    assert charlies.get("/segments/?export=csv").status_code == 403
    assert "export=csv" not in charlies.get("/segments/").content.decode()
    assert bobs.get("/segments/?export=csv").status_code == 200
