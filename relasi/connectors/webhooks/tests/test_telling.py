"""Everything on the list of kinds is told when it happens, in ids alone."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relasi.audience.events import SegmentChanged
from relasi.commerce.events import GoodsReturned, OrderCancelled, OrderCompleted, OrdersCompleted
from relasi.connectors.webhooks.kinds import KEYS, TEST
from relasi.connectors.webhooks.models import Message
from relasi.connectors.webhooks.testing import make_endpoint
from relasi.consent.events import AddressSuppressed, ConsentsStated, Made, SuppressionLifted
from relasi.contacts import events as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.messaging.events import MailingFinished, MailNoticed, Unsubscribed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GONE = tuple(range(10**15, 10**15 + 1200))

HAPPENED = {
    "contact.created": contacts.ContactAdded(1),
    "contact.changed": contacts.ContactChanged(1),
    "contact.merged": contacts.ContactsMerged(3, 1, 2),
    "contact.separated": contacts.MergeUndone(3, 1, 2),
    "contact.erased": contacts.ContactsDeleted(GONE),
    "consent.changed": ConsentsStated(
        (Made(1, 2, "email", "marketing", granted=False, source="form", stated_at=NOON),)
    ),
    "address.suppressed": AddressSuppressed("email", "ann@example.org", "manual"),
    "address.released": SuppressionLifted("email", "ann@example.org", "manual"),
    "order.completed": OrderCompleted(1, 2, NOON, Decimal("9.90")),
    "order.cancelled": OrderCancelled(1, 2, NOON),
    "order.returned": GoodsReturned(1, 2, 3, NOON, Decimal("9.90")),
    "mail.opened": MailNoticed(1, 2, 3, "open"),
    "mail.clicked": MailNoticed(1, 2, 3, "click"),
    "mail.unsubscribed": Unsubscribed(1, 2, 3),
    "mailing.finished": MailingFinished(1),
    "segment.changed": SegmentChanged(1, entered=2, left=3, size=4),
    "import.finished": contacts.ImportFinished(1, "contacts"),
}


@pytest.fixture
def told():
    """The listeners of webhooks alone: what happened did not really happen."""
    from relasi.connectors.webhooks import listeners

    before = bus._listeners.copy()
    bus._listeners.clear()
    listeners.connect()
    yield lambda kind: [json.loads(m.body) for m in Message.objects.filter(kind=kind)]
    bus._listeners.clear()
    bus._listeners.update(before)


def test_every_kind_that_is_offered_is_tried_here():
    assert set(HAPPENED) == KEYS
    assert TEST not in KEYS


def test_orders_that_come_in_together_are_told_one_by_one_at_once(told):
    make_endpoint("https://1.1.1.1/", kinds=["order.completed"])
    orders = tuple(OrderCompleted(n, 2, NOON, Decimal("9.90")) for n in (1, 2))
    bus.publish(OrdersCompleted(orders))
    assert [message["data"]["order_id"] for message in told("order.completed")] == [1, 2]


@pytest.mark.parametrize("kind", HAPPENED)
def test_what_happened_is_told_once_and_names_nobody(kind, told):
    make_contact("Ann", email="ann@example.org")
    make_endpoint("https://1.1.1.1/", kinds=[kind])
    bus.publish(HAPPENED[kind])

    messages = told(kind)
    assert len(messages) == (3 if kind == "contact.erased" else 1)
    assert {message["type"] for message in messages} == {kind}
    assert all(message["data"] for message in messages)
    assert "example.org" not in json.dumps(messages)


def test_whose_address_it_is_is_said_by_their_id(told):
    person = make_contact("Ann", email="ann@example.org")
    make_endpoint("https://1.1.1.1/")
    bus.publish(HAPPENED["address.suppressed"])
    bus.publish(AddressSuppressed("email", "nobody@example.org", "manual"))

    said = [message["data"]["contact_id"] for message in told("address.suppressed")]
    assert said == [person, None]


def test_who_is_deleted_by_the_hundred_is_told_in_parts_and_all_of_them(told):
    make_endpoint("https://1.1.1.1/")
    bus.publish(HAPPENED["contact.erased"])

    ids = [pk for message in told("contact.erased") for pk in message["data"]["contact_ids"]]
    assert ids == list(GONE)


def test_of_many_who_become_known_at_once_each_is_told_in_one_statement_a_kind(told):
    make_endpoint("https://1.1.1.1/")
    with CaptureQueriesContext(connection) as asked:
        bus.publish(contacts.PeopleKnown(added=GONE[:600], changed=(1, 2)))

    created = [message["data"]["contact_id"] for message in told("contact.created")]
    assert created == list(GONE[:600])
    assert [m["data"]["contact_id"] for m in told("contact.changed")] == [1, 2]
    assert len(asked) == 2
