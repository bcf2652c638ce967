"""Two people become one: both histories stay, what holds follows; and back."""

from datetime import timedelta

import pytest

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import actor
from relasi.consent import public as consent
from relasi.consent.testing import LONG_AGO, grant, withdraw
from relasi.contacts import public as contacts
from relasi.contacts.models import Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.clock import now

pytestmark = pytest.mark.django_db


def merge(one, other):
    kept = contacts.merge_contacts(one_id=one, other_id=other, by=actor(), now=now())
    return kept, Merge.objects.latest("pk").pk


def test_the_kept_contact_has_both_histories_and_the_newest_holds():
    ann, anna = make_contact(), make_contact()
    grant(ann)
    grant(ann, channel="sms")
    withdraw(anna)

    kept, _merge = merge(ann, anna)

    assert [line.granted for line in consent.history(kept)] == [False, True, True]
    assert {(p.channel, p.granted) for p in consent.permissions_of(kept)} == {
        ("email", False),
        ("sms", True),
    }


def test_undoing_gives_each_exactly_what_they_had():
    ann, anna = make_contact(), make_contact()
    grant(ann)
    withdraw(anna)
    grant(anna, channel="phone")
    before = [(consent.history(who), consent.permissions_of(who)) for who in (ann, anna)]

    _kept, merge_id = merge(ann, anna)
    contacts.undo_merge(merge_id=merge_id, by=actor(), now=now())

    assert [(consent.history(who), consent.permissions_of(who)) for who in (ann, anna)] == before


def test_what_was_said_while_they_were_one_stays_with_the_kept_contact():
    ann, anna = make_contact(), make_contact()
    grant(anna)
    kept, merge_id = merge(ann, anna)
    lost = ann if kept == anna else anna
    consent.withdraw(
        contact_id=kept,
        channel="email",
        purpose="marketing",
        source="a call",
        by=SYSTEM,
        now=LONG_AGO + timedelta(days=9),
    )

    contacts.undo_merge(merge_id=merge_id, by=actor(), now=now())

    assert not consent.may(kept, channel="email", purpose="marketing")
    assert consent.may(lost, channel="email", purpose="marketing") is (lost == anna)
