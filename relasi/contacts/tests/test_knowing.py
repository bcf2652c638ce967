"""People whom another system names by its own ids are found or made, and never run together."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from relasi.contacts import public as contacts
from relasi.contacts.models import Contact, Identity
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def know(*told):
    return contacts.know_people(told, by_label="system", now=NOON)


def person(external_id, email="", phone="", source="", fields=None, **attributes):
    return contacts.ToldPerson(external_id, email, phone, attributes, fields or {}, source)


def addresses(contact_id):
    rows = Identity.objects.filter(contact_id=contact_id).order_by("kind", "pk")
    return [(row.kind, row.value, row.is_primary) for row in rows]


def test_somebody_new_is_made_with_what_is_told():
    found = know(
        person("u1", " Ann@Example.org", "+62 812 5550172", "Shop", first="x", city="Malang")
    )

    row = Contact.objects.get(pk=found["u1"])
    assert (row.name, row.city, row.source, row.updated_by) == ("", "Malang", "Shop", "system")
    assert addresses(row.pk) == [
        ("email", "ann@example.org", True),
        ("external", "u1", True),
        ("phone", "+628125550172", True),
    ]


def test_both_names_are_one():
    found = know(person("u1", given_name="Putri", family_name="Maharani"))

    assert Contact.objects.get(pk=found["u1"]).name == "Putri Maharani"


def test_a_known_id_is_its_contact_and_only_what_is_empty_is_filled():
    ann = make_contact("Ann", external_id="u1", city="Malang")

    found = know(person("u1", name="Somebody", city="Batu", country="id", born_on="1990-02-03"))

    row = Contact.objects.get()
    assert found == {"u1": ann}
    assert (row.name, row.city, row.country, row.born_on) == (
        "Ann", "Malang", "ID", date(1990, 2, 3),
    )  # fmt: skip
    assert row.version == 2


def test_nothing_new_changes_nothing():
    make_contact("Ann", external_id="u1")

    know(person("u1", name="Ann"), person("u1"))

    assert Contact.objects.get().version == 1


def test_an_email_finds_somebody_without_an_id():
    ann = make_contact("Ann", email="ann@example.org")

    assert know(person("u1", "ANN@example.org")) == {"u1": ann}
    assert ("external", "u1", True) in addresses(ann)


def test_an_email_of_somebody_with_another_id_makes_a_new_person_without_it():
    ann = make_contact("Ann", email="ann@example.org", external_id="u1")

    found = know(person("u2", "ann@example.org"))

    assert found["u2"] != ann
    assert addresses(found["u2"]) == [("external", "u2", True)]
    assert ("email", "ann@example.org", True) in addresses(ann)


def test_two_who_tell_one_email_in_one_go_stay_two():
    found = know(person("u1", "ann@example.org"), person("u2", "ann@example.org"))

    assert found["u1"] != found["u2"]
    assert addresses(found["u2"]) == [("external", "u2", True)]


def test_an_address_nobody_has_is_added_beside_the_first():
    ann = make_contact("Ann", email="ann@example.org", external_id="u1")

    know(person("u1", "other@example.org"))

    assert addresses(ann)[:2] == [
        ("email", "ann@example.org", True),
        ("email", "other@example.org", False),
    ]


def test_who_does_not_surely_know_them_adds_no_address_to_somebody_known():
    ann = make_contact("Ann", email="ann@example.org", external_id="u1")
    bob = make_contact("Bob", email="bob@example.org")
    unsure = [
        person("u1", "other@example.org", "+62 812 5550172", city="Malang"),
        person("u2", "bob@example.org", "+62 812 5550173"),
        person("new", "new@example.org"),
        person("new", "newer@example.org", "+62 812 5550174"),
    ]

    found = know(*[replace(told, is_sure=False) for told in unsure])

    assert found == {"u1": ann, "u2": bob, "new": found["new"]}
    assert addresses(ann) == [("email", "ann@example.org", True), ("external", "u1", True)]
    assert Contact.objects.get(pk=ann).city == "Malang"
    assert addresses(bob) == [("email", "bob@example.org", True), ("external", "u2", True)]
    assert addresses(found["new"]) == [
        ("email", "new@example.org", True),
        ("external", "new", True),
    ]
    know(person("u1", "other@example.org"))
    assert ("email", "other@example.org", False) in addresses(ann)


def test_who_is_new_in_this_go_may_be_given_their_first_address_by_it():
    """The page of a client that is still loading comes before its identify."""
    told = [person("u1"), person("u1", "ann@example.org"), person("u1", "other@example.org")]

    found = know(*[replace(one, is_sure=False) for one in told])

    assert addresses(found["u1"]) == [("email", "ann@example.org", True), ("external", "u1", True)]


def test_what_is_not_fit_is_left_away():
    found = know(person("u1", "no address", "12", country="Atlantis", time_zone="x", name="A\nb"))

    row = Contact.objects.get(pk=found["u1"])
    assert (row.country, row.time_zone, row.name) == ("", "", "")
    assert addresses(row.pk) == [("external", "u1", True)]


def test_custom_fields_that_are_there_are_filled():
    from relasi.contacts.models import CustomField

    CustomField.objects.create(of="contact", key="plan_type", label="Plan type", kind="text")
    make_contact(external_id="u2", fields={"plan_type": "free"})

    found = know(
        person("u1", fields={"planType": "no", "Plan type": "gold", "shoe": 42}),
        person("u2", fields={"plan_type": "gold"}),
    )

    assert Contact.objects.get(pk=found["u1"]).fields == {"plan_type": "gold"}
    assert Contact.objects.get(pk=found["u2"]).fields == {"plan_type": "free"}


def test_told_at_once_is_told_one_after_the_other():
    told = [
        person("u1"),
        person("u2", "a@example.org", city="Malang"),
        person("u1", "a@example.org", name="Ann"),
        person("u2", "b@example.org", city="Batu"),
    ]

    found = know(*told)

    ann, bob = (Contact.objects.get(pk=found[word]) for word in ("u1", "u2"))
    assert (ann.name, bob.city) == ("Ann", "Malang")
    assert addresses(ann.pk) == [("external", "u1", True)]
    assert [value for _kind, value, _first in addresses(bob.pk)][:2] == [
        "a@example.org",
        "b@example.org",
    ]


def test_many_are_as_many_questions_as_few(django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        know(*[person(f"u{n}", f"u{n}@example.org", name=f"N {n}") for n in range(50)])

    assert Contact.objects.count() == 50
