"""Addresses are corrected in one go: looked at, made, taken back."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from relasi.accounts.testing import SYSTEM, alice, sign_in
from relasi.contacts import public as contacts
from relasi.contacts.actions import bulk
from relasi.contacts.checking.testing import checked, found_of
from relasi.contacts.models import AddressFinding, BulkChange, Identity
from relasi.contacts.queries.bulk import change_card, change_lines
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ALL = (
    """SELECT i.contact_id AS id, i.id AS identity
    FROM contacts_addressfinding f JOIN contacts_identity i ON i.id = f.identity_id""",
    (),
)


def propose(kind):
    return bulk.propose(kind=kind, detail={}, chosen=ALL, by=SYSTEM, now=NOON)


def make(change_id):
    bulk.start(change_id=change_id, by=SYSTEM, now=NOON)
    bulk.go_on(change_id=change_id, by_label="system:0", now=NOON)


def undo(change_id):
    bulk.start_undo(change_id=change_id, by=SYSTEM, now=NOON)
    bulk.go_on(change_id=change_id, by_label="system:0", now=NOON)


def test_slips_are_shown_before_they_are_corrected_and_come_back_exactly():
    ann = make_contact("Ann", email="ann@gmail.con")
    make_contact("Bea", email="bea@gmail.com")
    checked(NOON)

    change = propose("correct")
    found = change_lines(change_card(change), 1)
    assert [(one.before, one.after) for one in found] == [("ann@gmail.con", "ann@gmail.com")]
    make(change)
    assert contacts.card(ann).emails == ("ann@gmail.com",)
    assert found_of(ann) == []
    undo(change)
    assert contacts.card(ann).emails == ("ann@gmail.con",)


def test_an_address_that_somebody_has_already_is_left_to_be_joined():
    ann = make_contact("Ann", email="ann@gmail.con")
    other = make_contact("Ann", email="ann@gmail.com")
    checked(NOON)

    change = propose("correct")

    assert change_card(change).total == 0
    assert contacts.card(ann).emails == ("ann@gmail.con",)
    assert contacts.card(other).emails == ("ann@gmail.com",)


def test_of_two_who_meant_the_same_address_the_first_gets_it():
    first = make_contact("Ann", email="ann@gmail.con")
    second = make_contact("Ann", email="ann@gmail.cm")
    checked(NOON)

    change = propose("correct")
    make(change)

    assert contacts.card(first).emails == ("ann@gmail.com",)
    assert contacts.card(second).emails == ("ann@gmail.cm",)
    assert change_card(change).total == 1


def test_what_changed_since_it_was_looked_at_is_not_touched():
    ann = make_contact("Ann", email="ann@gmail.con")
    checked(NOON)
    change = propose("correct")
    contacts.change_contact(
        contact_id=ann, changes={"emails": ["anna@example.org"]}, by=SYSTEM, now=NOON
    )

    make(change)

    assert contacts.card(ann).emails == ("anna@example.org",)


def test_addresses_are_marked_as_not_valid_and_back():
    ann = make_contact("Ann", email="ann@mailinator.com")
    checked(NOON)
    change = propose("invalid")

    make(change)
    assert Identity.objects.get(contact_id=ann).validity == "invalid"
    undo(change)
    assert Identity.objects.get(contact_id=ann).validity == "unknown"


def test_the_page_lists_corrects_and_leaves(client):
    sign_in(client, alice())
    ann = make_contact("Ann", email="ann@gmail.con")
    make_contact("Bea", email="info@example.org")
    checked(NOON)
    page = reverse("contacts:address_findings")

    shown = client.get(f"{page}?f=kind:is:typo").content.decode()
    assert "ann@gmail.con" in shown
    assert "ann@gmail.com" in shown
    assert "info@example.org" not in shown
    chosen = {"all": "1", "query": "f=kind:is:typo"}
    answer = client.post(reverse("contacts:addresses_correct"), chosen)
    change = BulkChange.objects.latest("pk")
    assert answer.url == reverse("contacts:bulk_change", args=[change.pk])
    client.post(answer.url)
    assert contacts.card(ann).emails == ("ann@gmail.com",)
    role = AddressFinding.objects.get(kind="role", left_at=None)
    client.post(reverse("contacts:addresses_leave"), {"ids": [role.pk], "query": ""})
    assert "info@example.org" not in client.get(page).content.decode()
    assert "info@example.org" in client.get(f"{page}?f=state:is:left").content.decode()
    client.post(reverse("contacts:addresses_take_up"), {"all": "1", "query": "f=state:is:left"})
    assert "info@example.org" in client.get(page).content.decode()
    saved = client.get(f"{page}?export=csv")
    assert b"info@example.org" in b"".join(saved.streaming_content)


def of_kind(kind):
    return AddressFinding.objects.get(kind=kind).pk


def marked(contact):
    found = Identity.objects.filter(contact_id=contact, validity="invalid")
    return sorted(found.values_list("value", flat=True))


def change(client, kind, query="", **ticked):
    client.post(reverse(f"contacts:addresses_{kind}"), {"query": query} | ticked)
    made = BulkChange.objects.latest("pk")
    client.post(reverse("contacts:bulk_change", args=[made.pk]))


def test_the_address_that_was_ticked_is_marked_and_only_it(client):
    sign_in(client, alice())
    ann = make_contact("Ann", emails=["ann@gmail.con", "info@example.org", "ann@example.net"])
    checked(NOON)
    role, typo = of_kind("role"), of_kind("typo")

    change(client, "invalid", ids=[role])
    assert marked(ann) == ["info@example.org"]
    change(client, "correct", ids=[role])
    assert "ann@gmail.con" in contacts.card(ann).emails
    change(client, "invalid", ids=[role, typo])
    assert marked(ann) == ["ann@gmail.con", "info@example.org"]


def test_of_an_address_that_was_left_it_is_that_one_too(client):
    sign_in(client, alice())
    ann = make_contact("Ann", emails=["ann@example.net", "info@example.org"])
    checked(NOON)
    client.post(reverse("contacts:addresses_leave"), {"ids": [of_kind("role")], "query": ""})

    change(client, "invalid", query="f=state:is:left", all="1")

    assert marked(ann) == ["info@example.org"]


def test_of_two_slips_the_ticked_one_is_corrected(client):
    sign_in(client, alice())
    ann = make_contact("Ann", emails=["ann@gmail.con", "anna@gmail.con"])
    checked(NOON)
    address = Identity.objects.get(value="anna@gmail.con")
    second = AddressFinding.objects.get(identity_id=address.pk)

    change(client, "correct", ids=[second.pk])

    assert sorted(contacts.card(ann).emails) == ["ann@gmail.con", "anna@gmail.com"]


def test_a_check_is_asked_for_on_its_page(client):
    sign_in(client, alice())
    page = reverse("contacts:address_check")
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    assert client.post(page).status_code == 422
