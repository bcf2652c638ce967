"""What the check of addresses and the rest of the house do together."""

from datetime import UTC, datetime

import pytest

from relasi.accounts.testing import SYSTEM
from relasi.consent import public as consent
from relasi.contacts.checking.testing import checked, found_of
from relasi.contacts.testing import make_contact
from relasi.reports.actions.counting import count_quality
from relasi.reports.models import PersonQuality
from relasi.reports.rules.quality import MARKS

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_whose_data_are_kept_and_not_used_are_not_looked_at():
    ann = make_contact("Ann", email="ann@gmail.con")
    consent.restrict(contact_id=ann, reason="asked", by=SYSTEM, now=NOON)

    checked(NOON)

    assert found_of(ann) == []


def test_what_the_check_found_speaks_against_the_address():
    ann = make_contact("Ann", email="ann@gmail.con")
    bea = make_contact("Bea", email="bea@gmail.com")
    office = make_contact("Office", email="info@gmail.com")
    checked(NOON)

    count_quality(now=NOON)

    good = MARKS["good_email"]
    marks = dict(PersonQuality.objects.values_list("pk", "marks"))
    assert [bool(marks[pk] & good) for pk in (ann, bea, office)] == [False, True, True]
    assert marks[ann] & MARKS["typo"]
    assert marks[office] & MARKS["role"]
