"""Adding and changing people."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model

from relasi.accounts.testing import SYSTEM, make_organisation, make_staff
from relasi.contacts import public as contacts
from relasi.contacts.actions.changing import Outdated
from relasi.contacts.events import ContactAdded, ContactChanged
from relasi.contacts.models import Contact, Identity
from relasi.contacts.sentences import Unacceptable
from relasi.contacts.testing import make_company, make_contact
from relasi.kernel import bus
from relasi.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def add(**fields):
    return contacts.add_contact(by=SYSTEM, now=NOON, **fields)


def change(contact_id, **changes):
    return contacts.change_contact(contact_id=contact_id, changes=changes, by=SYSTEM, now=NOON)


@pytest.fixture
def heard(monkeypatch):
    events: list[object] = []
    monkeypatch.setattr(bus, "publish", events.append)
    return events


def test_a_person_is_kept_with_all_their_addresses(heard):
    make_organisation(country="ID")
    ratna = add(
        given_name="Ratna",
        family_name="Kusuma",
        emails=("Ratna@Example.org", contacts.WrittenAddress("work@shop.id", label="Work")),
        phones=("0812 5550 0172",),
        handles=("instagram:@ratna",),
        external_id="C-17",
        tags=("Decaf", " VIP "),
        born_on="1991-05-14",
        country="id",
        company_id=make_company("Jenggala"),
    )

    card = contacts.card(ratna)

    assert card.name == card.called == "Ratna Kusuma"
    assert card.emails == ("ratna@example.org", "work@shop.id")
    assert [(i.label, i.is_primary) for i in card.addresses("email")] == [
        ("", True),
        ("Work", False),
    ]
    assert card.phones == ("+6281255500172",)
    assert card.addresses("phone")[0].shown == "0812 5550 0172"
    assert card.handles == ("instagram:ratna",)
    assert card.external_id == "C-17"
    assert card.tags == ("Decaf", "VIP")
    assert card.born_on == date(1991, 5, 14)
    assert (card.country, card.company, card.version) == ("ID", "Jenggala", 1)
    assert heard == [ContactAdded(ratna)]


def test_a_person_needs_a_name_or_an_address():
    with pytest.raises(Unacceptable) as refused:
        add(city="Solo")
    assert refused.value.problems == {
        "name": "A person needs a name or an address. Write one of them."
    }
    assert contacts.card(add(emails=("ann@example.org",))).called == "ann@example.org"


def test_every_problem_is_told_at_once_and_nothing_is_written(heard):
    with pytest.raises(Unacceptable) as refused:
        add(
            name="x" * 301,
            emails=("ann@example.org", "ann"),
            phones=("12",),
            country="XX",
            owner_id=999,
            company_id=999,
            tags=("",),
            fields={"shoe": 1},
        )
    assert set(refused.value.problems) == {
        "name",
        "emails.1",
        "phones.0",
        "country",
        "owner_id",
        "company_id",
        "tags",
        "fields.shoe",
    }
    assert refused.value.problems["emails.1"] == ("“ann” has no @. Write it like name@example.org.")
    assert not Contact.objects.exists()
    assert heard == []


def test_an_address_points_to_one_person_and_says_to_whom():
    ratna = make_contact("Ratna Kusuma", email="ratna@example.org")
    with pytest.raises(Unacceptable) as refused:
        add(name="Somebody", emails=("RATNA@example.org",))
    assert refused.value.problems == {
        "emails.0": "RATNA@example.org already belongs to Ratna Kusuma. Join the two?"
    }
    assert refused.value.known == {"emails.0": ratna}
    assert Contact.objects.count() == 1


def test_changing_names_what_changes_and_touches_nothing_else(heard):
    ann = make_contact("Ann", email="ann@example.org", city="Solo", tags=("VIP",))
    before = contacts.card(ann)
    heard.clear()

    assert change(ann, city="Bandung", tags=["vip", "Decaf"]) is True

    after = contacts.card(ann)
    assert (after.city, after.tags, after.version) == ("Bandung", ("Decaf", "VIP"), 2)
    assert after.identities == before.identities
    assert after.name == "Ann"
    assert heard == [ContactChanged(ann)]


def test_saving_what_is_there_already_changes_nothing(heard):
    ann = make_contact("Ann", email="ann@example.org", city="Solo")
    heard.clear()
    assert change(ann, name="Ann", city="Solo", emails=["ann@example.org"], tags=[]) is False
    assert contacts.card(ann).version == 1
    assert heard == []


def test_a_list_of_addresses_is_replaced_and_keeps_what_is_known_about_each():
    ann = make_contact("Ann", emails=("ann@example.org", "old@example.org"))
    Identity.objects.filter(value="ann@example.org").update(validity="invalid")

    change(
        ann,
        emails=["ann@example.org", contacts.WrittenAddress("new@example.org", is_primary=True)],
    )

    addresses = contacts.card(ann).addresses("email")
    assert [(a.value, a.is_primary, a.validity) for a in addresses] == [
        ("new@example.org", True, "unknown"),
        ("ann@example.org", False, "invalid"),
    ]


def test_an_older_version_is_refused_and_nothing_is_lost():
    ann = make_contact("Ann")
    change(ann, city="Solo")
    with pytest.raises(Outdated) as refused:
        contacts.change_contact(
            contact_id=ann, changes={"city": "Medan"}, expected_version=1, by=SYSTEM, now=NOON
        )
    assert refused.value.version == 2
    assert contacts.card(ann).city == "Solo"


def test_an_owner_who_left_may_stay_but_not_be_chosen():
    sari = make_staff("sales", name="Sari")
    ann = make_contact("Ann", owner_id=sari)
    make_contact("Bea", owner_id=sari)
    get_user_model().objects.filter(pk=sari).update(is_active=False)
    assert change(ann, owner_id=sari, city="Solo") is True
    with pytest.raises(Unacceptable):
        change(make_contact("Cia"), owner_id=sari)


def test_who_is_gone_is_not_found():
    for ask in (contacts.card, contacts.owner_of):
        with pytest.raises(NotFound):
            ask(404)
    with pytest.raises(NotFound):
        change(404, city="Solo")


def test_names_fall_back_to_an_address():
    ann = make_contact("Ann")
    nameless = make_contact("", email="x@example.org")
    assert contacts.names([ann, nameless, 404]) == {ann: "Ann", nameless: "x@example.org"}


def test_a_message_gets_plain_words():
    ann = make_contact(
        "Ann Lee", email="ann@example.org", given_name="Ann", city="Solo", born_on="1991-05-14"
    )
    words = contacts.merge_fields([ann])[ann]
    assert words["name"] == "Ann Lee"
    assert words["email"] == "ann@example.org"
    assert (words["city"], words["company"], words["fields"]) == ("Solo", "", {})
    assert words["born_on"] == "1991-05-14"


def test_a_channel_reaches_primary_addresses_that_work():
    from django.db import connection

    ann = make_contact("Ann", emails=("ann@example.org", "second@example.org"))
    bea = make_contact("Bea", email="bea@example.org")
    Identity.objects.filter(contact_id=bea).update(validity="invalid")
    with connection.cursor() as cursor:
        cursor.execute(contacts.primary_addresses_sql("email"))
        assert cursor.fetchall() == [(ann, "ann@example.org")]
