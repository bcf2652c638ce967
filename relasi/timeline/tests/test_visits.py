"""Events of a device are put together to visits, whose they are, and with them they go."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relasi.accounts.testing import actor
from relasi.contacts import public as contacts
from relasi.contacts.models import Merge
from relasi.contacts.testing import make_contact
from relasi.timeline.actions.collecting.batch import collect as collect_some
from relasi.timeline.models import Arrival, Event, Glimpse, Message, Session, Sighting, Visitor
from relasi.timeline.rules.visiting import CHANNEL_GROUPS

from .arriving import NOW, arrive, contact_of, identify, make_site, page, send, track, visitor

pytestmark = pytest.mark.django_db

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SHOP = "https://shop.example/"


def look(anonymous_id, minute, query="", referrer="", user_id=None, **more):
    """A page looked at, so many minutes after noon."""
    at = NOW - timedelta(hours=3) + timedelta(minutes=minute)
    context = {
        "page": {"url": f"{SHOP}{minute}{query}", "referrer": referrer},
        "userAgent": CHROME,
    }
    name = f"{anonymous_id}-{minute}-{query}-{user_id}"
    return page(anonymous_id, name, user_id, timestamp=at.isoformat(), context=context | more)


def visits():
    return list(Session.objects.order_by("started_at", "id"))


def test_a_visit_says_where_it_came_from_and_with_what():
    send(
        make_site(),
        look("a-1", 0, "?utm_source=google&utm_medium=cpc&utm_campaign=June&gclid=X1"),
        look("a-1", 5),
        look("a-1", 12),
    )

    (row,) = visits()
    assert (row.source, row.medium, row.campaign, row.channel) == (
        "google", "cpc", "June", "paid_search",
    )  # fmt: skip
    assert (row.click_kind, row.click_id) == ("gclid", "X1")
    assert (row.device, row.browser, row.system) == ("desktop", "Chrome", "Linux")
    assert (row.events, row.pages, row.last_at - row.started_at) == (3, 3, timedelta(minutes=12))
    assert row.landing.startswith(f"{SHOP}0?utm_source")
    assert row.contact_id == row.visitor_id == visitor("a-1").pk
    assert (row.country, row.region, row.city, row.is_machine) == (None, None, None, False)
    assert set(Event.objects.values_list("session", "source")) == {(row.pk, "google")}
    assert row.channel in CHANNEL_GROUPS
    assert set(Glimpse.objects.values_list("came_by", flat=True)) == {"google"}


def test_a_visit_goes_on_in_later_batches_until_thirty_minutes_pass():
    site = make_site()
    for minute in (0, 20, 49, 80):
        send(site, look("a-1", minute))

    assert [row.pages for row in visits()] == [3, 1]


def test_a_new_campaign_begins_a_visit():
    site = make_site()
    send(site, look("a-1", 0, "?utm_source=june"), look("a-1", 2), look("a-1", 4, "?gclid=1"))
    send(site, look("a-1", 5, "?utm_source=july"), look("a-1", 6))

    assert [(row.source, row.pages) for row in visits()] == [
        ("june", 2),
        ("google", 1),
        ("july", 2),
    ]


def test_a_page_that_comes_late_is_where_the_visit_began():
    site = make_site()
    send(site, look("a-1", 10, referrer=SHOP))
    send(site, look("a-1", 8, referrer="https://www.google.com/"))

    (row,) = visits()
    assert (row.source, row.channel, row.pages) == ("google", "organic_search", 2)
    assert row.landing == f"{SHOP}8"


def test_what_a_server_tells_begins_no_visit_but_belongs_to_one():
    site = make_site()
    paid = {"anonymousId": "a-1", "timestamp": (NOW - timedelta(hours=3)).isoformat()}

    send(site, track(None, "m1", "Paid", **paid), track("ann", "m2", "Paid"))
    assert not Session.objects.exists()
    send(site, look("a-1", 0), track(None, "m3", "Paid", **paid))

    (row,) = visits()
    assert (row.events, row.pages) == (2, 1)
    paid_in = Event.objects.filter(name="Paid").order_by("pk")
    assert list(paid_in.values_list("session", flat=True)) == [None, None, row.pk]


def test_a_machines_visit_is_marked():
    send(make_site(), look("a-1", 0, userAgent=BOT))

    assert visits()[0].is_machine


def test_a_visit_is_of_whoever_signs_in():
    site = make_site()
    send(site, look("a-1", 0), look("a-1", 3, user_id="ann"), look("a-1", 5))
    send(site, look("a-1", 8, user_id="bob"))

    assert [row.contact_id for row in visits()] == [contact_of("ann"), contact_of("bob")]
    assert [row.pages for row in visits()] == [3, 1]


def read_as(session_id):
    """Whose the visit is read as, and whether that is somebody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id, is_known FROM timeline_session_of_anybody WHERE id = %s",
            [session_id],
        )
        return cursor.fetchone()


def test_a_visit_is_read_as_the_visitors_is():
    from relasi.timeline.actions.sightings import undo_sighting

    site = make_site()
    send(site, look("a-1", 0))
    (row,) = visits()
    assert read_as(row.pk) == (visitor("a-1").pk, False)

    send(site, identify("ann", "m2", "a-1"))
    assert read_as(row.pk) == (contact_of("ann"), True)

    undo_sighting(sighting_id=Sighting.objects.get().pk, by=actor(), now=NOW)
    assert read_as(row.pk) == (visitor("a-1").pk, False)


def test_visits_follow_people_who_are_joined_and_taken_apart():
    ann, anna = make_contact(external_id="ann"), make_contact(external_id="anna")
    send(make_site(), look("a-1", 0, user_id="ann"), look("a-2", 0, user_id="anna"))

    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=actor(), now=NOW)
    assert {read_as(row.pk)[0] for row in visits()} == {kept}

    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=actor(), now=NOW)
    assert {read_as(row.pk)[0] for row in visits()} == {ann, anna}


def test_visits_go_with_the_person():
    from relasi.contacts.actions.deleting import delete_contact

    site = make_site()
    send(site, look("a-1", 0), look("a-1", 100, user_id="ann"), look("a-2", 0))

    delete_contact(contact_id=contact_of("ann"), by=actor(), now=NOW)

    assert [row.visitor_id for row in visits()] == [visitor("a-2").pk]


EVENTS = st.lists(
    st.builds(
        look,
        st.sampled_from(["a-1", "a-2"]),
        st.integers(0, 170),
        st.sampled_from(["", "", "?utm_source=june", "?utm_source=july&gclid=1"]),
        st.sampled_from(["", "https://www.google.com/", SHOP]),
        st.sampled_from([None, None, "ann", "bob"]),
    ),
    max_size=14,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EVENTS, st.lists(st.integers(1, 4), min_size=14, max_size=14))
def test_it_makes_no_difference_where_a_batch_ends(events, sizes):
    assert _processed(events, [len(events) or 1]) == _processed(events, sizes)


def _processed(events, sizes):
    """What the visits say and which events each has, from an empty house."""
    for model in (Session, Event, Message, Sighting, Visitor, Arrival):
        model.objects.all().delete()
    arrive(_site(), *events)
    for size in sizes:
        collect_some(size, NOW)
    visitors = dict(Visitor.objects.values_list("pk", "anonymous_id"))
    told = []
    for row in visits():
        seen = Event.objects.filter(session=row.pk).order_by("at", "url")
        told.append(
            (
                row.started_at, row.last_at, row.landed_at, row.landing, row.source, row.campaign,
                row.click_id, row.mark, row.events, row.pages, visitors[row.visitor_id],
                list(seen.values_list("url", flat=True)),
            )
        )  # fmt: skip
    return sorted(told, key=str)


def _site():
    from relasi.timeline.models import Source

    return Source.objects.filter(name="Shop").values_list("pk", flat=True).first() or make_site()
