"""Who is behind a browser: certain, reversible, no guess."""

import pytest
from django.db import connection

from relasi.accounts.models import AuditEntry
from relasi.accounts.testing import actor
from relasi.contacts import public as contacts
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.models import Contact, Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotFound, Refused
from relasi.timeline import public as timeline
from relasi.timeline.actions.sightings import restore_sighting, undo_sighting
from relasi.timeline.models import Event, EventKey, Sighting, Visitor
from relasi.timeline.testing import names_of

from .arriving import (
    NOW,
    arrive,
    collect,
    contact_of,
    identify,
    make_site,
    page,
    send,
    track,
    visitor,
)

pytestmark = pytest.mark.django_db


def urls_of(contact_id):
    """The pages somebody looked at, oldest first, by the message that told of them."""
    events = timeline.page_of(contact_id, limit=1000)
    return [event.url.rpartition("/")[2] for event in reversed(events) if event.url]


def merge(one_id, other_id):
    kept = contacts.merge_contacts(one_id=one_id, other_id=other_id, by=actor(), now=NOW)
    return kept, Merge.objects.latest("pk").pk


def whole_state():
    """Everything that says whose is what."""
    return (
        sorted(Visitor.objects.values_list("pk", "contact_id")),
        sorted(Sighting.objects.values_list("pk", "visitor_id", "contact_id", "undone_at")),
        sorted(Event.objects.exclude(channel="people").values_list("pk", "contact_id")),
    )


def test_saying_who_one_is_links_what_was_done_before():
    site = make_site()
    send(site, page("a-1", "m1"), page("a-1", "m2"))

    send(site, identify("ann", "m3", "a-1", email="ann@example.org", name="Ann"))
    send(site, page("a-1", "m4"))

    ann = contact_of("ann")
    assert urls_of(ann) == ["m1", "m2", "m4"]
    assert {event.contact_id for event in timeline.page_of(ann)} == {ann}
    assert timeline.counts_by_channel(ann) == {"web": 4}
    row = Contact.objects.get(pk=ann)
    assert (row.name, row.source) == ("Ann", "Shop")
    assert contact_of("ann@example.org", "email") == ann


def test_every_event_with_both_ids_is_evidence():
    send(make_site(), page("a-1", "m1"), page("a-1", "m2", "ann"))

    sighting = Sighting.objects.get()
    assert (sighting.visitor_id, sighting.contact_id) == (visitor("a-1").pk, contact_of("ann"))
    assert sighting.evidence["message_id"] == "m2"
    assert urls_of(contact_of("ann")) == ["m1", "m2"]


def test_a_shared_device_stays_nobodys():
    site = make_site()
    send(site, page("a-1", "m1"), page("a-1", "m2", "ann"))

    send(site, page("a-1", "m3", "bob"), page("a-1", "m4"))

    assert visitor("a-1").contact_id is None
    assert urls_of(contact_of("ann")) == ["m2"]
    assert urls_of(contact_of("bob")) == ["m3"]


def test_two_people_in_one_batch_share_a_device_too():
    send(make_site(), page("a-1", "m1"), page("a-1", "m2", "ann"), page("a-1", "m3", "bob"))

    assert visitor("a-1").contact_id is None


def test_one_person_has_many_devices():
    site = make_site()

    send(site, page("a-1", "m1"), page("a-2", "m2"), page("a-1", "m3", "ann"))
    send(site, page("a-2", "m4", "ann"))

    assert urls_of(contact_of("ann")) == ["m1", "m2", "m3", "m4"]


def test_an_alias_links_a_former_id():
    site = make_site()
    send(site, page("old", "m1"))

    send(site, {"type": "alias", "messageId": "m2", "previousId": "old", "userId": "ann"})

    assert urls_of(contact_of("ann")) == ["m1"]


def test_people_with_ids_of_their_own_are_never_made_one():
    site = make_site()

    send(site, identify("u1", "m1", "a-1", email="ann@example.org"))
    send(site, identify("u2", "m2", "a-2", email="ann@example.org"))
    send(site, {"type": "alias", "messageId": "m3", "previousId": "u1", "userId": "u2"})

    assert contact_of("u1") != contact_of("u2")
    assert contact_of("ann@example.org", "email") == contact_of("u1")
    assert visitor("a-1").contact_id == contact_of("u1")
    assert visitor("a-2").contact_id == contact_of("u2")


@pytest.mark.parametrize("kind", ["website", "app"])
def test_whoever_knows_the_key_of_a_page_adds_no_address_to_somebody_known(kind):
    ann = make_contact("Ann", external_id="1001")
    site, said = make_site(kind=kind), {"email": "mallory@x.org", "phone": "+628125550172"}

    send(site, identify("1001", "m1", "a-1", name="Mallory", city="Malang", **said))

    row = Contact.objects.get(pk=ann)
    assert (row.name, row.city) == ("Ann", "Malang")
    assert contact_of("mallory@x.org", "email") is None
    assert contact_of("+628125550172", "phone") is None
    send(make_site("Till", kind="server"), identify("1001", "m2", email="ann@example.org"))
    assert contact_of("ann@example.org", "email") == ann


def test_a_server_is_heard_also_where_a_page_said_the_same_before():
    make_contact("Ann", external_id="1001")
    site, till = make_site(), make_site("Till", kind="server")
    arrive(site, identify("1001", "m1", email="ann@example.org"))
    arrive(till, identify("1001", "m2", email="ann@example.org"))
    collect()

    assert contact_of("ann@example.org", "email") == contact_of("1001")


def test_words_for_nobody_make_no_person():
    send(make_site(), page("a-1", "m1", "null"), page("a-2", "m2", "guest"))

    assert not Contact.objects.exists()
    assert not Sighting.objects.exists()


def test_a_sighting_taken_back_gives_both_sides_back():
    site = make_site()
    send(site, page("a-1", "m1"))
    before = whole_state()
    send(site, page("a-1", "m2", "ann"))
    sighting = Sighting.objects.get()

    undo_sighting(sighting_id=sighting.pk, by=actor(), now=NOW)

    assert visitor("a-1").contact_id is None
    assert urls_of(contact_of("ann")) == ["m2"]
    assert whole_state()[0] == before[0]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.object_id) == ("took a device away", str(contact_of("ann")))


def test_what_was_taken_back_stays_so_until_somebody_gives_it_back():
    site = make_site()
    send(site, page("a-1", "m1"), page("a-1", "m2", "ann"))
    number = Sighting.objects.get().pk
    undo_sighting(sighting_id=number, by=actor(), now=NOW)

    send(site, page("a-1", "m3", "ann"), page("a-1", "m4"))
    assert urls_of(contact_of("ann")) == ["m2", "m3"]

    restore_sighting(sighting_id=number, by=actor(), now=NOW)
    assert urls_of(contact_of("ann")) == ["m1", "m2", "m3", "m4"]


def test_taking_one_of_two_away_leaves_the_device_to_the_other():
    send(make_site(), page("a-1", "m1"), page("a-1", "m2", "ann"), page("a-1", "m3", "bob"))
    mistaken = Sighting.objects.get(contact_id=contact_of("bob"))

    undo_sighting(sighting_id=mistaken.pk, by=actor(), now=NOW)

    assert urls_of(contact_of("ann")) == ["m1", "m2"]


def test_taking_back_twice_is_refused():
    send(make_site(), page("a-1", "m1", "ann"))
    number = Sighting.objects.get().pk
    with pytest.raises(Refused):
        restore_sighting(sighting_id=number, by=actor(), now=NOW)
    undo_sighting(sighting_id=number, by=actor(), now=NOW)

    with pytest.raises(Refused):
        undo_sighting(sighting_id=number, by=actor(), now=NOW)
    with pytest.raises(NotFound):
        undo_sighting(sighting_id=number + 1, by=actor(), now=NOW)


def test_a_merge_joins_devices_and_undoing_parts_them():
    send(
        make_site(),
        *(page("both", "m1"), page("both", "m2", "ann"), page("both", "m3", "anna")),
        *(page("one", "m4"), page("one", "m5", "ann")),
        *(page("other", "m6"), page("other", "m7", "anna")),
    )
    ann, anna = contact_of("ann"), contact_of("anna")
    before = whole_state()

    kept, number = merge(ann, anna)
    assert urls_of(kept) == ["m1", "m2", "m3", "m4", "m5", "m6", "m7"]

    contacts.undo_merge(merge_id=number, by=actor(), now=NOW)
    assert whole_state() == before
    assert urls_of(ann) == ["m2", "m4", "m5"]
    assert urls_of(anna) == ["m3", "m6", "m7"]


def test_a_merge_keeps_what_stands_where_the_other_was_taken_back():
    site = make_site()
    send(site, page("a-1", "m1"), page("a-1", "m2", "ann"), page("a-1", "m3", "anna"))
    ann, anna = contact_of("ann"), contact_of("anna")
    undo_sighting(sighting_id=Sighting.objects.get(contact_id=ann).pk, by=actor(), now=NOW)
    before = whole_state()

    kept, number = merge(ann, anna)
    assert visitor("a-1").contact_id == kept

    contacts.undo_merge(merge_id=number, by=actor(), now=NOW)
    assert whole_state() == before


def test_events_after_a_merge_belong_to_who_stayed():
    site = make_site()
    send(site, page("a-1", "m1", "ann"), page("a-2", "m2", "anna"))
    kept, _number = merge(contact_of("ann"), contact_of("anna"))

    send(site, page("a-2", "m3", "anna"), page("a-2", "m4"))

    assert urls_of(kept) == ["m1", "m2", "m3", "m4"]


def test_deleting_somebody_takes_what_they_did_at_their_devices():
    site = make_site()
    send(site, page("a-1", "m1"), page("a-1", "m2", "ann"), page("a-2", "m3"))
    ann = contact_of("ann")

    delete_contact(contact_id=ann, by=actor(), now=NOW)

    assert list(Visitor.objects.values_list("anonymous_id", flat=True)) == ["a-2"]
    assert not Sighting.objects.exists()
    assert Event.objects.count() == 1
    assert not EventKey.objects.exists()


def test_what_was_done_at_a_shared_device_does_not_become_the_others():
    site = make_site()
    send(site, page("a-1", "m1"), page("a-1", "m2", "ann"), page("a-1", "m3", "bob"))

    delete_contact(contact_id=contact_of("ann"), by=actor(), now=NOW)
    send(site, page("a-1", "m4", "bob"))

    assert visitor("a-1").contact_id is None
    assert urls_of(contact_of("bob")) == ["m3", "m4"]
    stand_in = Sighting.objects.get(contact_id=0)
    assert stand_in.evidence == {}


def test_when_all_who_shared_a_device_are_deleted_one_trace_is_left():
    site = make_site()
    send(site, *[page("a-1", f"m{n}", f"u{n}") for n in range(3)], page("a-1", "x"))
    for n in range(3):
        delete_contact(contact_id=contact_of(f"u{n}"), by=actor(), now=NOW)

    assert Sighting.objects.filter(contact_id=0).count() == 1
    assert visitor("a-1").contact_id is None


def test_what_waits_of_somebody_deleted_finds_nobody_known():
    site = make_site()
    send(site, page("a-1", "m1"), page("a-1", "m2", "ann"))
    ann, before = contact_of("ann"), visitor("a-1").pk
    arrive(site, page("a-1", "m3"), track("ann", "m4"))

    delete_contact(contact_id=ann, by=actor(), now=NOW)
    collect()

    assert visitor("a-1").pk != before
    assert visitor("a-1").contact_id is None
    assert contact_of("ann") not in {None, ann}
    assert names_of(contact_of("ann")) == ["Added"]


def test_a_preview_of_deleting_counts_what_was_done_at_their_devices():
    from relasi.contacts.queries.deleting import goes

    send(make_site(), page("a-1", "m1"), page("a-1", "m2", "ann"))

    assert "2 events" in goes(contact_of("ann"))


def test_reports_read_the_events_of_known_people_and_of_no_stranger():
    send(make_site(), page("a-1", "m1"), page("a-1", "m2", "ann"), page("a-2", "m3"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_id FROM timeline_event_of_people")
        assert cursor.fetchall() == [(contact_of("ann"),)] * 2
