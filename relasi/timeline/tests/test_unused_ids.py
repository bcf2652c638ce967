"""An id by which nobody is to be known: the event stays, what was left out is counted."""

import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.rules import USUAL, KindRule
from relasi.timeline.models import Event, Glimpse, Intake, Quarantined, Sighting

from .arriving import NOW, contact_of, identify, is_balanced, make_site, page, send, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house():
    accounts.make_organisation(name="Kopi Lereng", country="ID")


def unused():
    rows = Intake.objects.filter(outcome="unused").order_by("reason")
    return list(rows.values_list("reason", "events"))


def block(kind, pattern):
    contacts.block_value(kind=kind, pattern=pattern, by=SYSTEM, now=NOW)


def test_a_blocked_user_id_leaves_the_event_with_its_visitor():
    block("external", "kiosk-*")
    site = make_site()

    send(site, page("a-1", "m1", "kiosk-7"), page("a-1", "m2", "null"))

    assert contact_of("kiosk-7") is None
    assert set(Event.objects.values_list("contact_id", flat=True)) == {visitor("a-1").pk}
    assert unused() == [("id_blocked", 2)]
    assert set(Glimpse.objects.values_list("outcome", "reason")) == {("stored", "id_blocked")}
    assert is_balanced()


def test_where_no_other_id_is_told_it_waits_in_quarantine():
    block("anonymous", "shared")

    send(make_site(), page("shared", "m1"), page("mine", "m2"))

    assert [q.reason for q in Quarantined.objects.all()] == ["id_blocked"]
    assert is_balanced()


def test_an_address_that_is_anothers_or_comes_from_a_page_is_counted():
    site, back_end = make_site(), make_site("Back end", kind="server")
    send(back_end, identify("u1", "m1", email="ann@example.org"))

    send(site, identify("u1", "m2", email="mallory@example.org"))
    send(site, identify("u2", "m3", email="ann@example.org"))

    assert unused() == [("id_taken", 1), ("id_unsure", 1)]
    assert is_balanced()


def test_somebody_is_read_as_at_most_so_many_devices():
    limited = KindRule("anonymous", 4, recognises=True, most=2)
    contacts.change_identifying(
        rules=[*(USUAL | {"anonymous": limited}).values()], by=SYSTEM, now=NOW
    )
    site = make_site()

    send(site, page("a-1", "m1", "ann"), page("a-2", "m2", "ann"), page("a-3", "m3", "ann"))
    send(site, page("a-4", "m4", "ann"), page("a-1", "m5", "ann"))

    assert Sighting.objects.count() == 2
    assert [visitor(f"a-{n}").contact_id for n in (1, 2, 3, 4)] == [
        contact_of("ann"),
        contact_of("ann"),
        None,
        None,
    ]
    assert unused() == [("id_full", 2)]
