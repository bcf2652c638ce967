"""An id that joins more than one person can have is noticed, joins no more, and is taken apart."""

import pytest

from relasi.accounts.models import AuditEntry
from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import alice, make_organisation, sign_in
from relasi.kernel.errors import NotFound, Refused
from relasi.timeline import public as timeline
from relasi.timeline.actions.hubs import allow_hub, limit_hubs, take_hub_apart
from relasi.timeline.actions.sightings import undo_sighting
from relasi.timeline.models import Event, Hub, Intake, Sighting

from .arriving import NOW, contact_of, is_balanced, make_site, page, send, visitor

pytestmark = pytest.mark.django_db
PAGE = "/settings/identity/"


@pytest.fixture(autouse=True)
def house():
    make_organisation(name="Kopi Lereng")
    limit_hubs(most=3, days=7, by=SYSTEM, now=NOW)


@pytest.fixture
def site():
    return make_site()


def joins(site, *pairs):
    for number, (device, user) in enumerate(pairs):
        send(site, page(device, f"{device} {user} {number}", user))


def whose(*devices):
    return [visitor(device).contact_id for device in devices]


def left_out():
    return sum(
        Intake.objects.filter(outcome="unused", reason="id_hub").values_list("events", flat=True)
    )


@pytest.mark.parametrize("at_once", [True, False])
def test_a_number_at_too_many_devices_joins_no_more(site, at_once):
    seen = [page(f"d{n}", f"m{n}", "desk") for n in range(5)]
    for go in [seen] if at_once else [[one] for one in seen]:
        send(site, *go)

    desk = contact_of("desk")
    assert whose("d0", "d1", "d2", "d3", "d4") == [desk, desk, desk, None, None]
    hub = Hub.objects.get()
    assert (hub.kind, hub.value, hub.found_at) == ("external", "desk", NOW)
    assert left_out() == 2
    assert Event.objects.filter(contact_id=desk).count() == 5
    assert is_balanced()


def test_a_device_with_too_many_people_joins_no_more(site):
    joins(site, *[("till", f"u{n}") for n in range(6)])

    assert (Hub.objects.get().kind, Hub.objects.get().value) == ("anonymous", "till")
    assert Sighting.objects.count() == 3
    assert left_out() == 3


def test_what_happened_longer_ago_than_the_window_does_not_count(site):
    joins(site, ("d0", "ann"), ("d1", "ann"), ("d2", "ann"))
    Sighting.objects.update(seen_at="2026-01-01T00:00Z")

    joins(site, ("d3", "ann"))

    assert not Hub.objects.exists()
    assert whose("d3") == [contact_of("ann")]


def test_taken_apart_nobody_is_read_as_it_and_allowed_again_all_is_as_before(site):
    send(site, page("d0", "before"))
    joins(site, *[(f"d{n}", "desk") for n in range(4)], ("d1", "ann"))
    desk, hub = contact_of("desk"), Hub.objects.get()
    theirs = len(timeline.page_of(desk))
    by_hand = Sighting.objects.get(visitor_id=visitor("d2").pk)
    undo_sighting(sighting_id=by_hand.pk, by=SYSTEM, now=NOW)
    before = whose("d0", "d1", "d2", "d3")

    assert take_hub_apart(hub_id=hub.pk, by=SYSTEM, now=NOW) == 2
    assert whose("d0", "d1", "d2", "d3") == [None, contact_of("ann"), None, None]
    assert len(timeline.page_of(desk)) == theirs - 1
    joins(site, ("d9", "desk"))
    assert whose("d9") == [None]

    assert allow_hub(hub_id=hub.pk, by=SYSTEM, now=NOW) == 2
    assert whose("d0", "d1", "d2", "d3") == before
    joins(site, ("d7", "desk"), ("d8", "desk"))
    assert whose("d7", "d8") == [desk, desk]
    assert AuditEntry.objects.filter(action__in=("took a hub apart", "allowed a hub")).count() == 2


def test_what_nobody_knows_or_cannot_be_meant_is_refused():
    with pytest.raises(NotFound):
        take_hub_apart(hub_id=1, by=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        allow_hub(hub_id=1, by=SYSTEM, now=NOW)
    for most, days in ((1, 7), (100_001, 7), (3, 0), (3, 91)):
        with pytest.raises(Refused):
            limit_hubs(most=most, days=days, by=SYSTEM, now=NOW)


def test_the_page_shows_what_it_joined_and_both_ways_out(site, client):
    sign_in(client, alice())
    joins(site, *[("till", f"u{n}") for n in range(5)])
    hub = Hub.objects.get()

    page_ = client.get(PAGE).content.decode()
    assert "till" in page_
    assert f"/people/{contact_of('u2')}/" in page_

    client.post(f"{PAGE}hubs/{hub.pk}/apart/")
    assert not Sighting.objects.filter(undone_at=None).exists()
    client.post(f"{PAGE}hubs/{hub.pk}/allowed/")
    assert Sighting.objects.filter(undone_at=None).count() == 3

    assert client.post(f"{PAGE}hubs/", {"most": "9", "days": "2"}).status_code == 302
    answer = client.post(f"{PAGE}hubs/", {"most": "x", "days": "2"})
    assert answer.status_code == 422
    assert "plain numbers" in answer.content.decode()
