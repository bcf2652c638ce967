"""The customer page says at which devices somebody was seen and why, and takes one away."""

import pytest
from django.urls import reverse

from relasi.accounts.testing import alice, charlie, sign_in
from relasi.contacts.testing import make_contact
from relasi.timeline.models import Sighting

from .arriving import contact_of, identify, make_site, page, send, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    sign_in(client, alice())
    return client


def shown(client, contact_id):
    return client.get(reverse("contacts:contact", args=[contact_id])).content.decode()


def test_a_device_is_shown_with_its_evidence_taken_away_and_given_back(owner):
    send(make_site(), page("a-1", "m1"), identify("ann", "m2", "a-1"))
    ann, number = contact_of("ann"), Sighting.objects.get().pk
    assert "Said there to be ann, on Shop." in shown(owner, ann)

    answer = owner.post(reverse("timeline:device_away", args=[number]), follow=True)
    assert "The device is not theirs any more." in answer.content.decode()
    assert "Give back" in shown(owner, ann)
    assert visitor("a-1").contact_id is None

    owner.post(reverse("timeline:device_back", args=[number]))
    assert visitor("a-1").contact_id == ann


def test_a_shared_device_says_so(owner):
    send(make_site(), page("a-1", "m1", "ann"), page("a-1", "m2", "bob"))

    text = shown(owner, contact_of("ann"))

    assert "Was signed in there as ann" in text
    assert "Others were seen there too" in text


def test_who_was_never_seen_has_no_devices(owner):
    assert "Devices" not in shown(owner, make_contact())


def test_only_who_may_edit_the_person_takes_a_device_away(client):
    send(make_site(), page("a-1", "m1", "ann"))
    sign_in(client, charlie())
    number = Sighting.objects.get().pk

    assert "Not theirs" not in shown(client, contact_of("ann"))
    answer = client.post(reverse("timeline:device_away", args=[number]))

    assert answer.status_code == 403
    assert Sighting.objects.get().undone_at is None


def test_a_device_that_is_gone_is_not_found(owner):
    assert owner.post(reverse("timeline:device_away", args=[1])).status_code == 404
