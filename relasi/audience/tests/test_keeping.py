import pytest

from relasi.accounts.testing import SYSTEM
from relasi.audience import public as audience
from relasi.audience.models import Membership, Segment
from relasi.contacts import public as contacts
from relasi.contacts.events import SampleRemoved
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from .worlds import NOW

pytestmark = pytest.mark.django_db
EVERYBODY = {"v": 1, "all": []}


def save(name="All", tree=None):
    read = audience.parse_tree(tree or EVERYBODY)
    return audience.add_segment(name=name, tree=read, by=SYSTEM, now=NOW)


def inside(other, relation="in"):
    return {"v": 1, "all": [{"on": "segment", "segment": other, "relation": relation}]}


def test_two_segments_in_use_never_share_a_name():
    first = save("Regulars")
    with pytest.raises(Refused, match="already a segment “Regulars”"):
        save("Regulars")
    audience.archive_segment(segment_id=first, by=SYSTEM, now=NOW)
    save("Regulars")
    with pytest.raises(Refused, match="already a segment"):
        audience.restore_segment(segment_id=first, by=SYSTEM, now=NOW)


def test_segments_never_ask_for_each_other_in_a_circle():
    one = save("One")
    two = save("Two", inside(one))
    three = save("Three", inside(two))
    with pytest.raises(audience.BadTree, match=r"all\[0\]: “Three” asks for this segment itself"):
        audience.change_segment(
            segment_id=one, tree=audience.parse_tree(inside(three)), by=SYSTEM, now=NOW
        )
    with pytest.raises(Refused, match="“Two” asks for this segment"):
        audience.archive_segment(segment_id=one, by=SYSTEM, now=NOW)


def test_a_refresh_counts_the_segments_it_asks_for_first():
    ann = make_contact("Ann")
    one = save("One")
    nobody = save("Nobody", inside(one, "not_in"))
    assert audience.refresh(nobody, NOW) == 0
    assert set(Membership.objects.values_list("segment_id", "contact_id")) == {(one, ann)}


def test_a_refresh_writes_only_the_difference():
    ann = make_contact("Ann", city="Medan")
    city = {"on": "contact", "field": "city", "relation": "is", "value": "Medan"}
    segment = save("Medan", {"v": 1, "all": [city]})
    audience.refresh(segment, NOW)
    stayed = Membership.objects.get().pk
    bea = make_contact("Bea", city="Medan")
    audience.refresh(segment, NOW)
    assert Membership.objects.get(contact_id=ann).pk == stayed
    contacts.change_contact(contact_id=ann, changes={"city": "Bandung"}, by=SYSTEM, now=NOW)
    assert audience.refresh(segment, NOW) == 1
    assert list(Membership.objects.values_list("contact_id", flat=True)) == [bea]


def test_a_tree_whose_tag_is_gone_keeps_its_members_and_says_why():
    make_contact("Ann")
    segment = save("All")
    audience.refresh(segment, NOW)
    broken = {"v": 1, "all": [{"on": "tag", "tag": 99, "relation": "has"}]}
    Segment.objects.filter(pk=segment).update(tree=broken)
    with pytest.raises(audience.BadTree):
        audience.refresh(segment, NOW)
    assert "This tag is gone" in audience.card(segment).problem
    assert Membership.objects.count() == 1


def test_a_merged_person_is_in_the_segments_of_both_and_apart_again_afterwards():
    ann, anna = make_contact("Ann", city="Medan"), make_contact("Anna", city="Bandung")
    both = save("All")
    only = save(
        "Bandung",
        {"v": 1, "all": [{"on": "contact", "field": "city", "relation": "is", "value": "Bandung"}]},
    )
    for segment in (both, only):
        audience.refresh(segment, NOW)
    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=NOW)
    assert audience.segments_of(kept) == [(both, "All"), (only, "Bandung")]
    assert Membership.objects.count() == 2


def test_the_sample_goes_with_its_segments_and_nothing_else_does():
    make_contact("Ann")
    sample, own = save("Sample"), save("Own")
    Segment.objects.filter(pk=sample).update(is_sample=True)
    for segment in (sample, own):
        audience.refresh(segment, NOW)
    bus.publish(SampleRemoved())
    assert list(Segment.objects.values_list("pk", flat=True)) == [own]
    assert Membership.objects.count() == 1
