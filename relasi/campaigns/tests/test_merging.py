import pytest

from relasi.accounts.public import SYSTEM
from relasi.campaigns.models import Recipient
from relasi.campaigns.testing import NOON, make_launched, make_reader, make_segment
from relasi.contacts import public as contacts

pytestmark = pytest.mark.django_db


def rows():
    return list(Recipient.objects.order_by("pk").values("pk", "campaign_id", "contact_id", "group"))


def merge(one_id, other_id):
    kept_id = contacts.merge_contacts(one_id=one_id, other_id=other_id, by=SYSTEM, now=NOON)
    return kept_id, {one_id, other_id}.difference({kept_id}).pop()


def test_a_merged_contact_keeps_the_draws_of_both_once_each_and_undoing_gives_all_back():
    ann, anna = make_reader(city="Jakarta"), make_reader(city="Berlin")
    here = {"on": "contact", "field": "city", "relation": "is", "value": "Berlin"}
    both = make_launched()
    only_anna = make_launched(segment_id=make_segment("Berlin", here))
    before = rows()

    kept, lost = merge(ann, anna)

    assert [(row["campaign_id"], row["contact_id"]) for row in rows()] == [
        (both, kept),
        (only_anna, kept),
    ]

    (merge_row,) = _merges()
    contacts.undo_merge(merge_id=merge_row, by=SYSTEM, now=NOON)
    assert rows() == before
    assert {row["contact_id"] for row in before} == {kept, lost}


def _merges():
    from relasi.contacts.models import Merge

    return Merge.objects.values_list("pk", flat=True)
