"""Nobody makes another's own page theirs with the key that stands in every page of a shop."""

import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.messaging.models import Delivery, Letter
from relasi.requests.actions.linking import send_own_link
from relasi.requests.queries.people import where_to
from relasi.timeline.actions.collecting.batch import collect
from relasi.timeline.models import Arrival
from relasi.timeline.testing import make_source

pytestmark = pytest.mark.django_db

SAID = """{"type": "identify", "messageId": "m1", "userId": "1001", "anonymousId": "x-1",
 "traits": {"email": "mallory@x.org"},
 "context": {"consent": {"categoryPreferences": {"collect": true, "profile": true}}}}"""


def test_an_address_that_a_page_told_of_somebody_known_gets_no_link_and_no_letter():
    accounts.make_organisation(name="Kopi Lereng")
    now = clock.now()
    ann = contacts.add_contact(
        name="Ann",
        phones=("+6281255500172",),
        external_id="1001",
        by=SYSTEM,
        now=now,
    )
    Arrival.objects.create(
        source_id=make_source(), family="segment", kind="identify", received_at=now, body=SAID
    )

    collect(10, now)

    assert contacts.card(ann).emails == ()
    assert where_to(ann, "mallory@x.org") is None
    assert not send_own_link(address="mallory@x.org", now=now)
    assert not Letter.objects.exists()
    assert not Delivery.objects.exists()
