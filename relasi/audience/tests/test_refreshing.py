from datetime import UTC, datetime, timedelta

import pytest

from relasi.accounts.testing import SYSTEM
from relasi.audience import public as audience
from relasi.audience.models import Membership, Segment
from relasi.commerce.testing import make_order, make_product
from relasi.consent import public as consent
from relasi.contacts.models import ContactTag, Tag
from relasi.contacts.public import tag_contact
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


def test_when_a_segment_it_asks_for_no_longer_holds_both_say_why_and_keep_their_members():
    ann = make_contact("Ann", city="Bandung")
    tag_contact(contact_id=ann, tag="VIP", by=SYSTEM, now=NOW)
    tag = Tag.objects.get().pk
    inner = save({"on": "tag", "tag": tag}, name="VIP")
    outer = save({"on": "segment", "segment": inner}, name="Outer")
    audience.refresh(outer, NOW)
    ContactTag.objects.all().delete()
    Tag.objects.all().delete()

    with pytest.raises(audience.BadTree):
        audience.refresh(outer, NOW)

    assert members(outer) == members(inner) == {ann}
    assert "This tag is gone" in audience.card(outer).problem
    assert "This tag is gone" in audience.card(inner).problem


def test_a_circle_made_behind_our_back_ends_with_a_sentence():
    first = save({"on": "contact", "field": "city", "relation": "set"}, name="First")
    second = save({"on": "segment", "segment": first}, name="Second")
    third = save({"on": "segment", "segment": second}, name="Third")
    around = {"v": 1, "all": [{"on": "segment", "segment": second}]}
    Segment.objects.filter(pk=first).update(tree=around)

    for segment in (first, second, third):
        with pytest.raises(audience.BadTree, match="asks for this segment itself"):
            audience.refresh(segment, NOW)


def test_whose_data_are_kept_and_not_used_is_in_no_segment_until_they_are_used_again():
    ann, bob = make_contact("Ann", city="Bandung"), make_contact("Bob", city="Bandung")
    segment = save({"on": "contact", "field": "city", "relation": "is", "value": "bandung"})
    audience.refresh(segment, NOW)

    consent.restrict(contact_id=ann, reason="", by=SYSTEM, now=NOW)
    assert members(segment) == {bob}
    assert audience.refresh(segment, NOW) == 1
    assert members(segment) == {bob}

    consent.release(contact_id=ann, by=SYSTEM, now=NOW)
    audience.refresh(segment, NOW)
    assert members(segment) == {ann, bob}
