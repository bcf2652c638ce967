from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from relasi.accounts.testing import SYSTEM
from relasi.commerce.testing import make_order
from relasi.contacts.testing import make_contact
from relasi.insight.actions.recomputing import recompute
from relasi.insight.models import Score, ScoreRun

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def score_of(contact):
    return Score.objects.get(pk=contact)


def test_a_rhythm_of_twelve_days_and_a_silence_of_thirty_one_is_at_risk():
    ann = make_contact("Ann")
    for days in (67, 55, 43, 31):
        make_order(ann, at=NOW - timedelta(days=days), amount="10.00")

    recompute(now=NOW, by=SYSTEM)

    score = score_of(ann)
    assert (score.orders, score.order_days, score.revenue) == (4, 4, Decimal("40.00"))
    assert score.typical_gap == 12.0
    assert score.lifecycle == "at_risk"
    assert Score.objects.count() == 1
    assert ScoreRun.objects.get().usual_gap == 12.0
