"""Deleting people and companies, and the sample."""

from datetime import UTC, datetime

import pytest

from relasi.accounts.testing import SYSTEM, actor, alice, bob, sign_in
from relasi.contacts import public as contacts
from relasi.contacts import registry
from relasi.contacts.actions.deleting import StillHeld, delete_company, delete_contact
from relasi.contacts.actions.notes import write_note
from relasi.contacts.events import ContactDeleted, SampleRemoved
from relasi.contacts.models import Company, Contact, CustomField, Identity, Tag
from relasi.contacts.testing import make_company, make_contact
from relasi.kernel import bus

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_person_goes_with_their_addresses(monkeypatch):
    heard: list[object] = []
    monkeypatch.setattr(bus, "publish_from_the_top", heard.append)
    ann, bea = make_contact("Ann", tags=("VIP",)), make_contact("Bea")
    delete_contact(contact_id=ann, by=SYSTEM, now=NOON)
    assert list(Contact.objects.values_list("pk", flat=True)) == [bea]
    assert set(Identity.objects.values_list("contact_id", flat=True)) == {bea}
    assert heard == [ContactDeleted(ann)]


def test_a_person_with_notes_stays_and_the_reason_is_said():
    ann = make_contact("Ann")
    write_note(contact_id=ann, body="Decaf", by=actor(staff_id=alice()), now=NOON)
    with pytest.raises(StillHeld) as held:
        delete_contact(contact_id=ann, by=SYSTEM, now=NOON)
    assert held.value.reasons[0] == "1 note"
    assert contacts.exists(ann)


def test_packages_above_say_what_hangs_on_a_person(monkeypatch):
    monkeypatch.setattr(registry, "_holdings", {})
    registry.register_holding(registry.Holding("contacts_identity", lambda n: f"{n} addresses"))
    ann = make_contact("Ann")
    with pytest.raises(StillHeld) as held:
        delete_contact(contact_id=ann, by=SYSTEM, now=NOON)
    assert held.value.reasons == ("1 addresses",)


def test_the_page_says_why_before_it_asks(client):
    sign_in(client, alice())
    ann = make_contact("Ann")
    assert "This cannot be undone." in client.get(f"/people/{ann}/delete/").text
    write_note(contact_id=ann, body="Decaf", by=actor(staff_id=alice()), now=NOON)
    assert "1 note" in client.get(f"/people/{ann}/delete/").text
    assert client.post(f"/people/{ann}/delete/", {"_method": "delete"}).status_code == 422
    assert contacts.exists(ann)


def test_a_marketer_deletes_nobody(client):
    sign_in(client, bob())
    ann = make_contact("Ann")
    assert client.post(f"/people/{ann}/delete/", {"_method": "delete"}).status_code == 403
    assert contacts.exists(ann)


def test_a_company_with_people_stays():
    company = make_company("Jenggala")
    make_contact("Ann", company_id=company)
    with pytest.raises(StillHeld, match="1 person belong"):
        delete_company(company_id=company, by=SYSTEM, now=NOON)
    empty = make_company("Empty")
    delete_company(company_id=empty, by=SYSTEM, now=NOON)
    assert list(Company.objects.values_list("pk", flat=True)) == [company]


def test_the_sample_goes_and_nothing_else():
    sample_company = make_company("Sample", is_sample=True)
    used_company = make_company("Used", is_sample=True)
    sample = make_contact("S", is_sample=True, company_id=sample_company, tags=("Old",))
    mine = make_contact("Mine", company_id=used_company, tags=("Kept",))
    Tag.objects.update(is_sample=True)
    write_note(contact_id=sample, body="@Bob hi", by=actor(staff_id=alice()), now=NOON)
    before = contacts.card(mine)

    bus.publish_from_the_top(SampleRemoved())

    assert list(Contact.objects.values_list("pk", flat=True)) == [mine]
    assert contacts.card(mine) == before
    assert list(Company.objects.values_list("name", "is_sample")) == [("Used", False)]
    assert list(Tag.objects.values_list("name", "is_sample")) == [("Kept", False)]
    assert not CustomField.objects.exists()
