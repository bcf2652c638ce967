"""Deleting people and companies, and the sample."""

from datetime import UTC, datetime

import pytest

from relasi.accounts.testing import SYSTEM, actor, alice, bob, sign_in
from relasi.contacts import public as contacts
from relasi.contacts.actions import bulk
from relasi.contacts.actions.deleting import StillHeld, delete_company, delete_contact
from relasi.contacts.actions.notes import write_note
from relasi.contacts.events import ContactsDeleted, SampleRemoved
from relasi.contacts.models import (
    BulkChange,
    Company,
    Contact,
    CustomField,
    Identity,
    Merge,
    Note,
    Tag,
)
from relasi.contacts.testing import make_company, make_contact
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def delete(contact_id):
    delete_contact(contact_id=contact_id, by=SYSTEM, now=NOON)


def test_a_person_goes_with_their_addresses_and_notes(monkeypatch):
    heard: list[object] = []
    ann, bea = make_contact("Ann", tags=("VIP",)), make_contact("Bea")
    write_note(contact_id=ann, body="@Bob decaf", by=actor(staff_id=alice()), now=NOON)
    monkeypatch.setattr(bus, "publish", heard.append)

    delete(ann)

    assert list(Contact.objects.values_list("pk", flat=True)) == [bea]
    assert set(Identity.objects.values_list("contact_id", flat=True)) == {bea}
    assert not Note.objects.exists()
    assert heard == [ContactsDeleted((ann,))]
    with pytest.raises(NotFound):
        delete(ann)


def test_those_who_were_joined_into_a_person_go_with_them():
    ann, anna, anne = (make_contact(name) for name in ("Ann", "Anna", "Anne"))
    contacts.merge_contacts(one_id=anna, other_id=anne, by=SYSTEM, now=NOON)
    contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=NOON)
    heard: list[ContactsDeleted] = []
    bus.listen(ContactsDeleted, heard.append)
    try:
        delete(ann)
    finally:
        bus._listeners[ContactsDeleted].remove(heard.append)

    assert set(heard[0].contact_ids) == {ann, anna, anne}
    with pytest.raises(NotFound):
        contacts.undo_merge(merge_id=1, by=SYSTEM, now=NOON)


def test_who_was_taken_apart_again_stays_and_the_merge_of_both_is_forgotten():
    ann, anna = make_contact("Ann"), make_contact("Anna")
    contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=NOON)
    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=SYSTEM, now=NOON)
    heard: list[ContactsDeleted] = []
    bus.listen(ContactsDeleted, heard.append)
    try:
        delete(ann)
    finally:
        bus._listeners[ContactsDeleted].remove(heard.append)

    assert heard == [ContactsDeleted((ann,))]
    assert contacts.card(anna).called == "Anna"
    assert not Merge.objects.exists()


def test_what_an_undone_merge_remembers_of_the_one_who_had_gone_goes_with_them():
    ann, anna = make_contact("Ann"), make_contact("Anna")
    contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=NOON)
    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=SYSTEM, now=NOON)

    delete(anna)

    assert not Merge.objects.exists()


def test_the_page_says_what_goes_before_it_asks(client):
    sign_in(client, alice())
    ann = make_contact("Ann")
    write_note(contact_id=ann, body="Decaf", by=actor(staff_id=alice()), now=NOON)
    page = client.get(f"/people/{ann}/delete/").text
    assert "1 note" in page
    assert "This cannot be undone." in page
    assert client.post(f"/people/{ann}/delete/", {"_method": "delete"}).status_code == 302
    assert not contacts.exists(ann)


def test_a_marketer_deletes_nobody(client):
    sign_in(client, bob())
    ann = make_contact("Ann")
    assert client.post(f"/people/{ann}/delete/", {"_method": "delete"}).status_code == 403
    assert client.post("/people/bulk/delete/", {"ids": [ann]}).status_code == 403
    assert "Delete" not in client.get(f"/people/{ann}/").text
    assert contacts.exists(ann)
    assert not BulkChange.objects.exists()


def test_many_are_deleted_after_a_preview_and_not_brought_back(client, monkeypatch):
    monkeypatch.setattr(bulk, "DELETED_AT_ONCE", 2)
    sign_in(client, alice())
    ids = [make_contact(name) for name in ("Ann", "Bea", "Cia")]
    stays = make_contact("Dee")

    answer = client.post("/people/bulk/delete/", {"ids": ids})
    page = client.get(answer.url).text
    assert "3 people are deleted." in page
    assert "This cannot be undone." in page
    assert Contact.objects.count() == 4

    client.post(answer.url)

    assert list(Contact.objects.values_list("pk", flat=True)) == [stays]
    change = BulkChange.objects.get()
    assert (change.state, change.rows_total) == ("done", 3)
    assert "Take it back" not in client.get(answer.url).text
    assert client.post(f"{answer.url}undo/").status_code == 422
    with pytest.raises(Refused, match="cannot be brought back"):
        bulk.start_undo(change_id=change.pk, by=SYSTEM, now=NOON)


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
