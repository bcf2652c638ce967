"""How many ids and addresses people may have, which count first, and which are nobody's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.models import BlockedValue, Identity
from relasi.contacts.rules import USUAL, blocks_of
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotFound, Refused

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
in_database = pytest.mark.django_db


def know(*people):
    """Whom they are, and what was not taken."""
    unused: list[contacts.Unused] = []
    told = [contacts.ToldPerson(*one) for one in people]
    found = contacts.know_people(told, by_label="system", now=NOW, unused=unused)
    return found, [(one.place, one.kind, one.reason) for one in unused]


def rule(kind, **changes):
    accounts.make_organisation(name="Kopi Lereng", country="ID")
    rules = dict(contacts.identifying().kinds)
    rules[kind] = replace(rules[kind], **changes)
    contacts.change_identifying(rules=list(rules.values()), by=SYSTEM, now=NOW)


def block(kind, pattern):
    return contacts.block_value(kind=kind, pattern=pattern, by=SYSTEM, now=NOW)


def values(contact_id, kind="email"):
    rows = Identity.objects.filter(contact_id=contact_id, kind=kind).order_by("pk")
    return list(rows.values_list("value", flat=True))


@in_database
def test_somebody_has_five_emails_at_most_and_the_sixth_is_left_out():
    told = [("u1", f"ann{number}@example.org") for number in range(7)]

    found, unused = know(*told)
    _again, later = know(("u1", "ann9@example.org"))

    assert values(found["u1"]) == [f"ann{number}@example.org" for number in range(5)]
    assert unused == [(5, "email", "id_full"), (6, "email", "id_full")]
    assert later == [(0, "email", "id_full")]


@in_database
@pytest.mark.parametrize("at_once", [True, False])
def test_or_the_one_known_longest_goes_and_another_is_written_to(at_once):
    rule("email", most=2, when_full="replace")
    told = [("u1", f"ann{number}@example.org") for number in range(4)]

    for go in [told] if at_once else [[one] for one in told]:
        found, unused = know(*go)
        assert unused == []

    ann = found["u1"]
    assert values(ann) == ["ann2@example.org", "ann3@example.org"]
    assert Identity.objects.filter(contact_id=ann, kind="email", is_primary=True).count() == 1


@in_database
def test_an_address_that_was_claimed_before_by_another_is_the_one_that_came_last():
    rule("email", most=1, when_full="replace")
    told = [
        contacts.ToldPerson("junk", "new@example.org", is_sure=False),
        contacts.ToldPerson("u1", "old@example.org"),
        contacts.ToldPerson("u1", "new@example.org"),
    ]
    for day, one in enumerate(told):
        found = contacts.know_people([one], by_label="system", now=NOW + timedelta(days=day))

    assert values(found["u1"]) == ["new@example.org"]


@in_database
def test_a_phone_finds_people_where_it_is_set_to():
    ann = make_contact("Ann", phone="+62 812 5550172")
    phone = "+62 812 5550172"

    other, unused = know(("u1", "", phone))
    assert other["u1"] != ann
    assert unused == [(0, "phone", "id_taken")]

    rule("phone", recognises=True)
    assert know(("u2", "", phone))[0] == {"u2": ann}


@in_database
def test_of_two_people_the_one_counts_whose_address_comes_first():
    ann = make_contact("Ann", email="ann@example.org")
    bob = make_contact("Bob", phone="+62 812 5550172")
    both = "ann@example.org", "+62 812 5550172"
    rule("phone", recognises=True)

    assert know(("u1", *both)) == ({"u1": ann}, [(0, "phone", "id_taken")])

    rule("email", rank=3)
    rule("phone", rank=2)
    carl = make_contact("Carl", email="carl@example.org")
    assert know(("u2", "carl@example.org", both[1])) == ({"u2": bob}, [(0, "email", "id_taken")])
    assert values(carl, "external") == []


@in_database
def test_two_numbers_may_be_allowed_for_one_person():
    ann = make_contact("Ann", email="ann@example.org", external_id="u1")
    assert know(("u2", "ann@example.org"))[0]["u2"] != ann

    rule("external", most=2)

    assert know(("u3", "ann@example.org"))[0] == {"u3": ann}
    assert know(("u4", "ann@example.org"))[0]["u4"] != ann


@in_database
def test_nobody_is_known_by_a_blocked_address():
    ann = make_contact("Ann", email="desk@shop.example")
    block("email", "*@SHOP.example")

    found, unused = know(("u1", "desk@shop.example"), ("u2", "Test@anywhere.example"))

    assert ann not in found.values()
    assert [values(who) for who in found.values()] == [[], []]
    assert unused == [(0, "email", "id_blocked"), (1, "email", "id_blocked")]


@in_database
def test_what_is_allowed_again_counts_again():
    accounts.make_organisation(name="Kopi Lereng")
    ann = make_contact("Ann", email="desk@shop.example")
    number = block("email", "desk@shop.example")

    assert contacts.unblock_value(blocked_id=number, by=SYSTEM, now=NOW) == "desk@shop.example"

    assert know(("u1", "desk@shop.example"))[0] == {"u1": ann}
    with pytest.raises(NotFound):
        contacts.unblock_value(blocked_id=number, by=SYSTEM, now=NOW)


@in_database
@pytest.mark.parametrize(
    ("kind", "pattern", "field"),
    [
        ("email", "", "pattern"),
        ("email", "*@*", "pattern"),
        ("email", "**", "pattern"),
        ("email", "a*b*c*d*e*f*", "pattern"),
        ("email", "x" * 121, "pattern"),
        ("email", "a\x00b", "pattern"),
        ("colour", "red", "kind"),
    ],
)
def test_what_would_block_everybody_or_cannot_be_meant_is_refused(kind, pattern, field):
    with pytest.raises(Refused) as caught:
        block(kind, pattern)

    assert caught.value.field == field
    assert not BlockedValue.objects.exists()


@in_database
def test_a_value_is_blocked_once():
    block("email", "desk@shop.example")

    with pytest.raises(Refused, match="blocked already"):
        block("email", "DESK@shop.example")


@in_database
@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("external", {"most": None}, "most_external"),
        ("email", {"most": 0}, "most_email"),
        ("email", {"most": 1_001}, "most_email"),
        ("anonymous", {"when_full": "replace", "most": 3}, "when_full_anonymous"),
        ("email", {"when_full": "weekly"}, "when_full_email"),
        ("external", {"rank": 9}, None),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(kind, changes, field):
    with pytest.raises(Refused) as caught:
        rule(kind, **changes)

    assert caught.value.field == field
    assert contacts.identifying().kinds == USUAL


@given(st.text(max_size=30), st.text(max_size=5), st.text(max_size=5))
def test_a_star_stands_for_anything(middle, before, after):
    blocks = blocks_of([("email", f"{before.replace('*', '')}x*y{after.replace('*', '')}")])
    value = f"{before.replace('*', '')}x{middle}y{after.replace('*', '')}"

    assert ("email", value) in blocks
    assert ("phone", value) not in blocks
    assert ("email", f"{value}!?") not in blocks or value.casefold().endswith("!?")
