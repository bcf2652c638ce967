"""Merging contacts and removing the sample, seen from the ledger."""

import pytest

from relasi.accounts.public import SYSTEM
from relasi.consent import testing as consent
from relasi.contacts import public as contacts
from relasi.contacts.events import SampleRemoved
from relasi.contacts.models import Merge
from relasi.contacts.testing import make_contact
from relasi.kernel import bus, clock
from relasi.messaging import public as messaging
from relasi.messaging.actions.templates import add_template
from relasi.messaging.models import Delivery, Hit, Mailing, Template
from relasi.messaging.testing import make_content, make_mailing

pytestmark = pytest.mark.django_db

NOW = clock.now()


@pytest.fixture
def pair():
    """Two contacts, and who stays when they are joined."""
    ids = [make_contact("Ann"), make_contact("Anna")]
    for contact_id in ids:
        consent.grant(contact_id)
    return ids


def merge(pair):
    kept = contacts.merge_contacts(one_id=pair[0], other_id=pair[1], by=SYSTEM, now=NOW)
    return kept, next(i for i in pair if i != kept)


def rows():
    found = Delivery.objects.order_by("pk").values_list("contact_id", "state", "reason")
    return sorted(found)


def test_of_two_waiting_messages_of_one_mailing_one_goes(pair):
    make_mailing(pair, now=NOW)

    kept, lost = merge(pair)

    assert rows() == sorted([(kept, "queued", ""), (lost, "suppressed", "merged")])


def test_who_was_mailed_already_is_not_mailed_again(pair):
    make_mailing(pair, now=NOW)
    Delivery.objects.filter(contact_id=pair[1]).update(state="sent")

    merge(pair)

    assert sorted(state for _, state, _ in rows()) == ["sent", "suppressed"]


def test_messages_of_the_one_who_goes_change_hands_and_come_back(pair):
    make_mailing([pair[0]], now=NOW)
    make_mailing([pair[1]], now=NOW)
    before = rows()

    kept, _lost = merge(pair)
    assert {contact_id for contact_id, _, _ in rows()} == {kept}
    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=SYSTEM, now=NOW)
    assert rows() == before


def test_removing_the_sample_takes_its_mailings_and_leaves_ours(pair):
    ours = make_mailing([pair[0]], now=NOW)
    make_mailing([pair[1]], now=NOW, is_sample=True)
    mine = add_template(name="Mine", content=make_content(), by=SYSTEM, now=NOW)
    add_template(name="Theirs", is_sample=True, by=SYSTEM, now=NOW)
    sample = Delivery.objects.get(contact_id=pair[1])
    Hit.objects.create(delivery=sample, kind="open", at=NOW, by="human")

    bus.publish(SampleRemoved())

    assert list(Mailing.objects.values_list("pk", flat=True)) == [ours]
    assert list(Template.objects.values_list("pk", flat=True)) == [mine]
    assert sum(messaging.counts(ours).values()) == 1
    assert not Hit.objects.exists()
