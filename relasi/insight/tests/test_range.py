from datetime import UTC, datetime

import pytest

from relasi.accounts.testing import SYSTEM
from relasi.commerce.testing import make_order, make_product
from relasi.contacts.testing import make_contact
from relasi.insight.actions.recomputing import recompute
from relasi.insight.models import Score

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_someone_may_buy_from_more_categories_than_eight_bits_can_count():
    ann = make_contact("Ann")
    make_order(ann, *(make_product(category=(f"Shelf {number}",)) for number in range(150)))

    recompute(now=NOW, by=SYSTEM)

    assert Score.objects.get(pk=ann).category_count == 150
