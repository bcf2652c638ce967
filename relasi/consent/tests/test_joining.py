"""Whom nobody joins without looking, for what they allowed."""

import pytest

from relasi.consent.joining import widened
from relasi.consent.testing import grant, withdraw
from relasi.contacts.matching.conflicts import in_conflict
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db


def test_what_one_allowed_would_hold_for_addresses_of_the_other():
    yes, no, silent = make_contact(), make_contact(), make_contact()
    without_address = make_contact(email="", phone="+628123456789")
    also = make_contact()
    grant(yes)
    grant(also)
    withdraw(no)

    pairs = [(yes, no), (yes, silent), (yes, without_address), (yes, also), (no, silent)]

    assert widened(pairs) == {(yes, no), (yes, silent)}
    assert in_conflict(pairs) == {(yes, no), (yes, silent)}


def test_the_order_of_a_pair_says_nothing():
    silent, yes = make_contact(), make_contact()
    grant(yes)
    assert widened([(silent, yes)]) == {(silent, yes)}
