"""What waits in quarantine to be put right waits until somebody does it."""

from datetime import timedelta

import pytest

from relasi.privacy.actions import retaining
from relasi.timeline.actions import retention
from relasi.timeline.models import Quarantined
from relasi.timeline.testing import NOON, make_source, put_in_quarantine

pytestmark = pytest.mark.django_db


def test_only_what_has_a_day_to_go_is_let_go_however_long_the_others_wait():
    shop, late = make_source(), NOON + timedelta(days=400)
    waits = put_in_quarantine(shop, reason="order_no_rate")
    goes = put_in_quarantine(shop, keep_until=NOON + timedelta(days=3))

    retaining.let_go(late)
    assert Quarantined.objects.filter(pk__in=[waits, goes]).count() == 2
    retention.let_go(late)

    assert list(Quarantined.objects.values_list("pk", flat=True)) == [waits]
