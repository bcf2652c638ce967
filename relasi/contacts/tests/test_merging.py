"""Two contacts made one, and taken apart again exactly."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relasi.accounts.testing import SYSTEM, alice
from relasi.contacts import public as contacts
from relasi.contacts.actions.fields import add_field
from relasi.contacts.events import ContactsMerged, MergeUndone
from relasi.contacts.models import Contact, Merge, MergedRow, Note
from relasi.contacts.queries.merging import merge_preview, merges_of
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TABLES = ("contact", "identity", "contacttag", "note", "mergedrow")


def merge(one, other, *from_lost):
    return contacts.merge_contacts(
        one_id=one, other_id=other, from_lost=from_lost, by=SYSTEM, now=NOON
    )


def undo(merge_id):
    return contacts.undo_merge(merge_id=merge_id, by=SYSTEM, now=NOON)


def tables(*, but=("version", "updated_at", "updated_by")):
    """Every row of what a merge may touch, without what says that a row was written."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT (to_jsonb(t) - %s::text[])::text FROM contacts_{table} t ORDER BY id",
                [list(but)],
            )
            found[table] = cursor.fetchall()
    return found


def people():
    return make_contact(
        "Ann", email="ann@example.org", city="Solo", now=NOON - timedelta(9)
    ), make_contact("Anna", email="anna@example.org", now=NOON, tags=("VIP",), country="ID")


def test_merging_keeps_every_address():
    ann, anna = people()
    assert merge(ann, anna) == ann
    card = contacts.card(ann)
    assert card.emails == ("ann@example.org", "anna@example.org")
    assert (card.name, card.city, card.country, card.tags) == ("Ann", "Solo", "ID", ("VIP",))
    assert not Contact.objects.filter(pk=anna).exists()


def test_merging_takes_the_values_that_were_chosen():
    ann, anna = people()
    assert merge_preview(anna, ann).differing == ("name",)
    merge(anna, ann, "name")
    assert contacts.card(ann).name == "Anna"


def test_above_hears_before_the_row_goes_and_when_it_is_back(monkeypatch):
    ann, anna = people()
    heard: list[object] = []
    monkeypatch.setattr(bus, "publish", heard.append)
    merge(ann, anna)
    (card,) = merges_of(ann)
    undo(card.id)
    assert heard == [ContactsMerged(card.id, ann, anna), MergeUndone(card.id, ann, anna)]


def test_a_merge_is_undone_exactly():
    ann, anna = people()
    for who, body in ((ann, "one"), (anna, "two")):
        Note.objects.create(contact_id=who, author_id=alice(), body=body, written_at=NOON)
    before = tables()
    merge(ann, anna)
    assert tables() != before
    assert undo(merges_of(ann)[0].id) == anna
    assert tables() == before
    assert merges_of(ann) == ()


ADDRESSES = st.lists(
    st.sampled_from([f"a{n}@example.org" for n in range(4)]), unique=True, max_size=3
)
PERSON = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Ann", "Anna", "Bea"]),
        "emails": ADDRESSES,
        "phones": st.lists(
            st.sampled_from(["+62812555001", "+62812555002"]), unique=True, max_size=2
        ),
        "external_id": st.sampled_from(["", "x", "y"]),
        "city": st.sampled_from(["", "Solo", "Medan"]),
        "born_on": st.sampled_from([None, "1991-05-14", "1990-01-01"]),
        "tags": st.lists(st.sampled_from(["A", "B", "C"]), unique=True),
        "fields": st.dictionaries(
            st.sampled_from(["brews", "cups"]), st.sampled_from(["1", "2"]), max_size=2
        ),
    }
)


def unlike(other, taken):
    """The second person may not claim an address of the first: one is one contact's."""
    free = dict(other)
    for key in ("emails", "phones"):
        free[key] = [a for a in other[key] if a not in taken[key]]
    if other["external_id"] == taken["external_id"]:
        free["external_id"] = ""
    return free


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whoever_is_merged_comes_back_as_they_were(data):
    from django.db import transaction

    one, other = data.draw(PERSON), data.draw(PERSON)
    with transaction.atomic():
        point = transaction.savepoint()
        for label in ("Brews", "Cups"):
            add_field(of="contact", label=label, kind="text", by=SYSTEM, now=NOON)
        first = contacts.add_contact(**one, by=SYSTEM, now=NOON)
        second = contacts.add_contact(**unlike(other, one), by=SYSTEM, now=NOON)
        before = tables()
        cards = {first: contacts.card(first), second: contacts.card(second)}
        chosen = data.draw(st.sets(st.sampled_from(["name", "city", "born_on", "fields.cups"])))
        kept = merge(first, second, *chosen)
        joined = contacts.card(kept)
        assert set(joined.emails) == set(cards[first].emails) | set(cards[second].emails)
        assert set(joined.tags) == set(cards[first].tags) | set(cards[second].tags)
        assert {i.kind for i in joined.identities} == {
            i.kind for i in joined.identities if i.is_primary
        }
        undo(merges_of(kept)[0].id)
        assert tables() == before
        transaction.savepoint_rollback(point)


def test_what_was_changed_after_the_merge_stays():
    ann, anna = people()
    merge(ann, anna)
    contacts.change_contact(
        contact_id=ann,
        changes={"country": "DE", "emails": ["anna@example.org", "new@example.org"]},
        by=SYSTEM,
        now=NOON,
    )
    undo(merges_of(ann)[0].id)
    assert contacts.card(ann).country == "DE"
    assert contacts.card(ann).emails == ("new@example.org",)
    assert contacts.card(anna).emails == ("anna@example.org",)


def test_merges_are_undone_from_the_last_to_the_first():
    ann, anna = people()
    oldest = make_contact("A", email="a@example.org", now=NOON - timedelta(99))
    merge(ann, anna)
    (first,) = merges_of(ann)
    merge(oldest, ann)
    with pytest.raises(Refused, match="joined with another since"):
        undo(first.id)
    undo(merges_of(oldest)[0].id)
    undo(first.id)
    with pytest.raises(Refused, match="taken apart already"):
        undo(first.id)
    assert contacts.card(anna).emails == ("anna@example.org",)
    assert contacts.card(ann).emails == ("ann@example.org",)


def test_one_person_cannot_be_merged_with_themselves_or_with_nobody():
    ann = make_contact("Ann")
    for other in (ann, 404):
        with pytest.raises(Refused):
            merge(ann, other)
    assert not Merge.objects.exists()
    assert not MergedRow.objects.exists()


def test_an_old_id_leads_to_whoever_stays_until_the_merge_is_undone():
    first, second, third = (make_contact() for _ in range(3))
    merge(second, third)
    last = merge(first, second)

    assert last == first
    assert [contacts.survivor_of(one) for one in (first, second, third, 999_999)] == [
        first,
        first,
        first,
        999_999,
    ]
    undo(Merge.objects.latest("pk").pk)
    assert contacts.survivor_of(third) == second
