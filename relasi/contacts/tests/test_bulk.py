"""One change to many people: proposed, seen, made, taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from relasi.accounts.testing import SYSTEM, make_staff
from relasi.contacts import public as contacts
from relasi.contacts.actions import bulk
from relasi.contacts.actions.fields import add_field
from relasi.contacts.models import BulkChange, BulkChangeRow, Contact, ContactTag
from relasi.contacts.queries.bulk import change_card, change_lines
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ALL = ("SELECT id FROM contacts_contact", ())


def propose(kind, **detail):
    return bulk.propose(kind=kind, detail=detail, chosen=ALL, by=SYSTEM, now=NOON)


def make(change_id):
    bulk.start(change_id=change_id, by=SYSTEM, now=NOON)
    bulk.go_on(change_id=change_id, by_label="system:0", now=NOON)


def undo(change_id):
    bulk.start_undo(change_id=change_id, by=SYSTEM, now=NOON)
    bulk.go_on(change_id=change_id, by_label="system:0", now=NOON)


def lines(change_id):
    found = change_lines(change_card(change_id), 1)
    return [(line.name, line.before, line.after) for line in found]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    """Three people take two steps."""
    monkeypatch.setattr(bulk, "STEP", 2)


def test_only_those_who_change_are_proposed_and_nothing_is_made_yet():
    make_contact("Ann", tags=("VIP",))
    make_contact("Bea")
    make_contact("Cia")
    change = propose("tag", tag="vip")
    assert (change_card(change).chosen, change_card(change).total) == (3, 2)
    assert lines(change) == [("Bea", "", "VIP"), ("Cia", "", "VIP")]
    assert ContactTag.objects.count() == 1


def test_tagging_many_is_undone_for_those_who_got_the_tag():
    ann = make_contact("Ann", tags=("VIP",))
    others = [make_contact(name) for name in ("Bea", "Cia", "Dee")]
    change = propose("tag", tag="VIP")
    make(change)
    assert all(contacts.card(pk).tags == ("VIP",) for pk in others)
    assert change_card(change).state == "done"
    undo(change)
    assert contacts.card(ann).tags == ("VIP",)
    assert all(contacts.card(pk).tags == () for pk in others)
    assert change_card(change).state == "undone"


def test_untagging_many_gives_the_tags_back_with_their_dates():
    for name in ("Ann", "Bea", "Cia"):
        make_contact(name, tags=("VIP", "Decaf"), now=NOON - timedelta(3))
    before = list(ContactTag.objects.order_by("contact", "tag").values("contact", "tagged_at"))
    change = propose("untag", tag="VIP")
    make(change)
    assert ContactTag.objects.count() == 3
    undo(change)
    after = list(ContactTag.objects.order_by("contact", "tag").values("contact", "tagged_at"))
    assert after == before


def test_owners_are_set_and_given_back():
    sari, budi = make_staff("sales", name="Sari"), make_staff("sales", name="Budi")
    ann = make_contact("Ann", owner_id=sari)
    bea, cia = make_contact("Bea"), make_contact("Cia", owner_id=budi)
    change = propose("owner", owner_id=budi)
    assert lines(change) == [("Ann", "Sari", "Budi"), ("Bea", "", "Budi")]
    make(change)
    assert [contacts.owner_of(pk) for pk in (ann, bea, cia)] == [budi, budi, budi]
    assert contacts.card(ann).version == 2
    assert contacts.card(cia).version == 1
    undo(change)
    assert [contacts.owner_of(pk) for pk in (ann, bea, cia)] == [sari, None, budi]


def test_a_field_is_set_for_many_and_given_back():
    add_field(of="contact", label="Cups", kind="number", by=SYSTEM, now=NOON)
    ann = make_contact("Ann", fields={"cups": 2})
    bea = make_contact("Bea")
    cia = make_contact("Cia", fields={"cups": 3})
    change = propose("field", key="fields.cups", value="3")
    assert lines(change) == [("Ann", "2", "3"), ("Bea", "", "3")]
    make(change)
    assert [contacts.card(pk).fields for pk in (ann, bea, cia)] == [{"cups": 3}] * 3
    undo(change)
    assert [contacts.card(pk).fields for pk in (ann, bea, cia)] == [{"cups": 2}, {}, {"cups": 3}]

    emptied = propose("field", key="fields.cups", value="")
    make(emptied)
    assert [contacts.card(pk).fields for pk in (ann, bea, cia)] == [{}, {}, {}]
    undo(emptied)
    assert [contacts.card(pk).fields for pk in (ann, bea, cia)] == [{"cups": 2}, {}, {"cups": 3}]


def test_what_somebody_changed_meanwhile_is_left_alone():
    ann, bea = make_contact("Ann", city="Solo"), make_contact("Bea", city="Solo")
    change = propose("field", key="city", value="Medan")
    contacts.change_contact(contact_id=ann, changes={"city": "Ubud"}, by=SYSTEM, now=NOON)
    make(change)
    assert (contacts.card(ann).city, contacts.card(bea).city) == ("Ubud", "Medan")
    assert change_card(change).total == 1
    contacts.change_contact(contact_id=bea, changes={"city": "Bali"}, by=SYSTEM, now=NOON)
    undo(change)
    assert (contacts.card(ann).city, contacts.card(bea).city) == ("Ubud", "Bali")


def test_a_change_goes_on_where_it_stopped():
    for name in "ABCDE":
        make_contact(name)
    change = propose("tag", tag="VIP")
    bulk.start(change_id=change, by=SYSTEM, now=NOON)
    assert bulk._step(change, "system:0", NOON) is True
    assert ContactTag.objects.count() == 2
    bulk.go_on(change_id=change, by_label="system:0", now=NOON)
    bulk.go_on(change_id=change, by_label="system:0", now=NOON)
    assert ContactTag.objects.count() == 5
    assert change_card(change).state == "done"


def test_a_bad_value_is_refused_and_nothing_is_proposed():
    make_contact("Ann")
    for kind, detail in (
        ("tag", {"tag": " "}),
        ("owner", {"owner_id": 404}),
        ("field", {"key": "country", "value": "XX"}),
        ("field", {"key": "fields.shoe", "value": "1"}),
        ("field", {"key": "id", "value": "1"}),
        ("field", {"key": "name", "value": "x" * 400}),
    ):
        with pytest.raises(Refused):
            propose(kind, **detail)
    assert not BulkChange.objects.exists()
    assert not BulkChangeRow.objects.exists()


def test_a_change_is_made_once_and_undone_once():
    make_contact("Ann")
    change = propose("tag", tag="VIP")
    with pytest.raises(Refused):
        undo(change)
    make(change)
    with pytest.raises(Refused):
        make(change)
    undo(change)
    with pytest.raises(Refused):
        undo(change)


def test_a_proposal_nobody_made_is_forgotten():
    make_contact("Ann")
    old, made = propose("tag", tag="VIP"), propose("tag", tag="Decaf")
    make(made)
    assert bulk.drop_old_proposals(before=NOON + timedelta(1)) == 1
    assert list(BulkChange.objects.values_list("pk", flat=True)) == [made]
    assert old != made
    assert Contact.objects.count() == 1
