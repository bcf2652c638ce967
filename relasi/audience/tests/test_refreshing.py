from datetime import UTC, datetime, timedelta

import pytest

from relasi.accounts.testing import SYSTEM
from relasi.audience import public as audience
from relasi.audience.models import Membership
from relasi.commerce.testing import make_order, make_product
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def members(segment_id):
    return set(
        Membership.objects.filter(segment_id=segment_id).values_list("contact_id", flat=True)
    )


def save(*conditions, how="all", name="Regulars"):
    tree = audience.parse_tree({"v": 1, how: list(conditions)})
    return audience.add_segment(name=name, tree=tree, by=SYSTEM, now=NOW)


def test_a_segment_holds_those_whom_every_condition_fits():
    ann = make_contact("Ann", city="Bandung")
    make_contact("Bob", city="Bandung")
    make_contact("Cid", city="Medan")
    beans = make_product("Beans", category=("Coffee",))
    make_order(ann, beans, at=NOW - timedelta(days=3))
    segment = save(
        {"on": "contact", "field": "city", "relation": "is", "value": "bandung"},
        {"on": "purchase", "what": "product", "id": beans, "times": {"at_least": 1}, "days": 30},
    )

    size = audience.refresh(segment, NOW)

    assert size == 1
    assert members(segment) == {ann}
