"""When the sample company goes, the Outbox keeps what went to anybody else."""

import pytest

from relasi.accounts.testing import make_organisation
from relasi.connectors.smtp.models import CaughtMail
from relasi.contacts.events import SampleRemoved
from relasi.contacts.models import Contact
from relasi.contacts.testing import make_contact
from relasi.kernel import bus, clock
from relasi.messaging.models import Delivery
from relasi.messaging.testing import make_mailing

pytestmark = pytest.mark.django_db
NOW = clock.now()


def caught(message_id, recipient):
    return CaughtMail.objects.create(
        message_id=message_id, sender="x@x", recipient=recipient, source=b"", caught_at=NOW
    ).pk


def test_only_the_mails_to_sample_people_go_with_the_sample():
    make_organisation()
    made_up, ann = make_contact("Sari", email="sari@example.org"), make_contact("Ann")
    Contact.objects.filter(pk=made_up).update(is_sample=True)
    make_mailing([made_up, ann], now=NOW)
    for person in (made_up, ann):
        Delivery.objects.filter(contact_id=person).update(
            message_id=f"{person}@kopi", address=f"{person}@Example.org"
        )
    caught(f"{made_up}@kopi", f"{made_up}@example.org")
    kept = [
        caught(f"{ann}@kopi", f"{ann}@example.org"),
        caught("test@kopi", f"{made_up}@example.org"),
        caught(f"{made_up}@kopi", "copy@example.org"),
        caught("", f"{made_up}@example.org"),
    ]

    bus.publish_from_the_top(SampleRemoved())

    assert sorted(CaughtMail.objects.values_list("pk", flat=True)) == sorted(kept)
    assert list(Delivery.objects.values_list("contact_id", flat=True)) == [ann]
