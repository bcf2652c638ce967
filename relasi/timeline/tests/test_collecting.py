"""What arrives ends on a timeline, once, or in quarantine with a reason."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from psycopg import errors

from relasi.contacts.testing import make_contact
from relasi.timeline import public as timeline
from relasi.timeline.actions.collecting import batch, draining, sorting
from relasi.timeline.actions.retention import let_go
from relasi.timeline.models import Arrival, Event, Glimpse, Intake, Message, Quarantined, Visitor
from relasi.timeline.rules.arriving import read
from relasi.timeline.testing import names_of

from .arriving import (
    NOW,
    arrive,
    collect,
    contact_of,
    identify,
    is_balanced,
    make_site,
    outcomes,
    page,
    send,
    track,
    visitor,
)

pytestmark = pytest.mark.django_db


def test_an_event_of_somebody_known_is_on_their_timeline():
    ann = make_contact(external_id="ann")
    site = make_site()

    assert send(site, track("ann", "m1", "Added", properties={"sku": "C-1"})) == 1

    (card,) = timeline.page_of(ann)
    assert (card.name, card.channel, card.at, card.by_machine) == ("Added", "web", NOW, False)
    assert card.properties == {"sku": "C-1", "source_id": site, "user_id": "ann"}
    assert outcomes() == {"received": 1, "stored": 1}
    assert is_balanced()


def test_an_event_of_nobody_known_is_a_visitors():
    send(make_site(), page("a-1", "m1"))

    event = Event.objects.get()
    assert event.contact_id == visitor("a-1").pk
    assert event.url == "https://shop.example/m1"
    assert visitor("a-1").contact_id is None


def test_visitors_and_contacts_never_share_a_number():
    ann = make_contact()
    send(make_site(), page("a-1", "m1"), page("a-2", "m2"))
    bob = make_contact()

    ids = [ann, bob, *Visitor.objects.values_list("pk", flat=True)]
    assert len(set(ids)) == 4


def test_a_message_that_came_before_is_counted_and_passed_over():
    site, other = make_site(), make_site("Other")

    send(site, page("a-1", "m1"), page("a-1", "m1"), page("a-1", "m2"))
    send(site, page("a-1", "m1"))
    send(other, page("a-1", "m1"))

    assert Event.objects.count() == 3
    assert outcomes() == {"received": 5, "stored": 3, "repeated": 2}
    assert is_balanced()


def test_what_cannot_be_taken_in_is_kept_as_it_came():
    site = make_site()

    send(site, {"type": "track", "event": "Paid"}, page("a-1", "m1"), shared='{"sentAt": null}')

    row = Quarantined.objects.get()
    assert (row.source_id, row.family, row.reason, row.shared) == (
        site, "segment", "no_id", '{"sentAt": null}',
    )  # fmt: skip
    assert row.body == '{"type": "track", "event": "Paid"}'
    assert Intake.objects.get(outcome="quarantined").reason == "no_id"
    assert Event.objects.count() == 1
    assert is_balanced()


def test_what_was_in_quarantine_may_come_again():
    """It is not remembered as taken in, so that sending it through again can succeed."""
    site = make_site()
    send(site, {"type": "page", "messageId": "m1"})

    send(site, page("a-1", "m1"))

    assert outcomes() == {"received": 2, "stored": 1, "quarantined": 1}


def test_the_events_of_a_source_that_is_gone_are_kept():
    send(99, page("a-1", "m1"))

    assert Quarantined.objects.get().reason == "no_source"


def test_a_machine_is_flagged_and_its_events_are_kept():
    bot = {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}

    send(make_site(), page("a-1", "m1", context=bot), page("a-1", "m2"))

    flags = Event.objects.order_by("pk").values_list("by_machine", flat=True)
    assert list(flags) == [True, False]


def test_odd_characters_come_through_unharmed():
    odd = {"tab": "a\tb\\n\n", "emoji": "☕ “x”", "null": None, "end": "\\."}
    ann = make_contact(external_id="ann")

    send(make_site(), track("ann", "m1", "Line\tone\\", properties=odd))

    (card,) = timeline.page_of(ann)
    assert card.name == "Line\tone\\"
    assert {key: card.properties[key] for key in odd} == odd


def test_a_client_cannot_speak_in_the_words_of_the_house():
    """Such events are counted in reports, and their sentences expect what only we write."""
    ann = make_contact(external_id="ann")

    send(make_site(), track("ann", "m1", "consent granted"), track("ann", "m2", "signed up"))

    assert names_of(ann) == ["signed up", "web: consent granted"]


def test_the_last_events_of_a_source_can_be_looked_at():
    site = make_site()
    bodies = [page("a-1", f"m{n}") for n in range(30)]

    send(site, *bodies, {"type": "page", "messageId": "x"}, page("a-1", "m29"))

    rows = list(Glimpse.objects.order_by("pk"))
    assert len(rows) == 20
    assert [(row.name, row.outcome, row.reason) for row in rows[-3:]] == [
        ("page viewed", "stored", ""),
        ("", "quarantined", "no_id"),
        ("page viewed", "repeated", ""),
    ]
    assert rows[0].profile_id == visitor("a-1").pk


def test_only_the_newest_glimpses_are_kept(monkeypatch):
    site = make_site()
    monkeypatch.setattr("relasi.timeline.actions.collecting.accounting.KEPT_GLIMPSES", 5)

    send(site, *[page("a-1", f"m{n}") for n in range(4)])
    send(site, *[page("a-1", f"n{n}") for n in range(4)])

    assert Glimpse.objects.count() == 5


def test_a_large_batch_asks_the_database_as_often_as_a_small_one():
    site = make_site()
    needed = []
    for name, size in (("small", 5), ("large", 60)):
        arrive(site, *_mixed(name, size))
        with CaptureQueriesContext(connection) as asked:
            collect()
        needed.append(len(asked))

    assert needed[0] == needed[1]
    assert Event.objects.count() == 2 * 65


def _mixed(name, size):
    for n in range(size):
        yield page(f"{name}-{n}", f"{name}-p{n}")
        yield identify(f"{name} user {n}", f"{name}-i{n}", f"{name}-{n}", email=f"{name}{n}@x.org")


def test_a_batch_that_fails_leaves_everything_as_it_was(monkeypatch):
    site = make_site()
    arrive(site, page("a-1", "m1", "ann"), identify("bob", "m2", email="bob@example.org"))

    def fall(*_arguments):
        raise RuntimeError

    monkeypatch.setattr(batch, "account", fall)
    with pytest.raises(RuntimeError):
        collect()

    assert Arrival.objects.count() == 2
    assert not Event.objects.exists()
    assert not Message.objects.exists()
    assert not Visitor.objects.exists()
    assert contact_of("ann") is None
    assert is_balanced()


def test_what_the_database_refuses_stops_nothing_else():
    """The constraint stands for whatever we did not foresee."""
    site = make_site()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE timeline_event ADD CHECK (name <> 'poison')")
    bodies = [track(f"u{n}", f"m{n}", "poison" if n in {3, 8} else "fine") for n in range(11)]

    send(site, *bodies)

    assert Event.objects.count() == 9
    rows = Quarantined.objects.order_by("pk")
    assert [row.reason for row in rows] == ["refused_by_database"] * 2
    assert "check constraint" in rows[0].detail
    assert contact_of("u3") is None
    assert is_balanced()


def test_an_event_our_own_code_stumbles_over_stands_alone_in_quarantine(monkeypatch):
    def stumble(arrived):
        if "m3" in arrived.body:
            raise TypeError("not a number")
        return read(arrived)

    monkeypatch.setattr(sorting, "read", stumble)
    send(make_site(), *(page(f"a-{n}", f"m{n}") for n in range(8)))

    row = Quarantined.objects.get()
    assert (row.reason, row.detail) == ("misread", "TypeError: not a number")
    assert Event.objects.count() == 7
    assert is_balanced()


def test_a_busy_database_is_waited_for_and_nothing_is_set_aside(monkeypatch):
    site = make_site()
    arrive(site, page("a-1", "m1"))
    tries = []

    def busy(limit, _now):
        tries.append(limit)
        raise OperationalError("busy") from errors.LockNotAvailable("busy")

    monkeypatch.setattr(draining, "collect", busy)
    with pytest.raises(OperationalError):
        collect()

    assert len(tries) == draining.TRIES
    assert Arrival.objects.count() == 1


def test_somebody_in_the_way_is_tried_again(monkeypatch):
    site = make_site()
    arrive(site, page("a-1", "m1"))
    genuine, in_the_way = batch.collect, [errors.DeadlockDetected("busy")]

    def once(limit, now):
        if in_the_way:
            raise OperationalError("busy") from in_the_way.pop()
        return genuine(limit, now)

    monkeypatch.setattr(draining, "collect", once)

    assert collect() == 1
    assert Event.objects.count() == 1


def test_events_are_taken_in_the_order_in_which_they_came():
    ann = make_contact(external_id="ann")

    send(make_site(), *[track("ann", f"m{n}", f"step {n}") for n in range(5)])

    assert names_of(ann) == [f"step {n}" for n in range(4, -1, -1)]


def test_messages_are_known_again_for_thirty_days_and_counts_for_thirteen_months():
    site = make_site()
    send(site, page("a-1", "m1"))

    assert let_go(NOW + timedelta(days=30)) == 0
    assert let_go(NOW + timedelta(days=31)) == 1
    assert not Message.objects.exists()
    assert let_go(NOW + timedelta(days=397)) == 2
