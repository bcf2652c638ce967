"""Questions about history are answered out of the lake's files, without what was taken away."""

import pytest

from relasi.accounts import testing as accounts
from relasi.consent import public as consent
from relasi.console.actions.asking import show_answer
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.timeline.models import Event, Visitor
from relasi.timeline.testing import NOON, make_event
from relasi.timeline.tests.lakes import lake, moved

pytestmark = pytest.mark.usefixtures("lake")
__all__ = ["lake"]


def asked(statement):
    by = accounts.actor("analyst")
    return [tuple(row.values()) for row in show_answer(statement=statement, by=by).rows.to_pylist()]


def test_history_is_read_out_of_the_lake():
    ann = make_contact("Ann")
    for n in range(3):
        make_event(ann, "page viewed", at=NOON, key=f"k{n}", source="search")
    assert asked("SELECT name, contact_id FROM events LIMIT 1") == [("page viewed", ann)]

    moved()
    Event.objects.all().delete()  # what the next round takes away is not shown meanwhile

    assert asked("SELECT count(*) FROM events") == [(0,)]
    moved()
    assert asked("SELECT count(*) FROM events") == [(0,)]


def test_an_event_is_told_with_who_it_is_of_and_without_who_is_restricted():
    ann, bea = make_contact("Ann"), make_contact("Bea")
    Visitor.objects.create(
        id=8_000_001, anonymous_id="b", contact_id=bea, first_at=NOON, last_at=NOON
    )
    for person in (ann, bea):
        make_event(person, "signed up", at=NOON)
    owner = accounts.actor(staff_id=accounts.alice())
    moved()
    assert asked("SELECT contact_id FROM events ORDER BY 1") == [(ann,), (bea,)]

    consent.restrict(contact_id=bea, reason="asked", by=owner, now=clock.now())

    assert asked("SELECT contact_id, profile_id, name FROM events") == [(ann, ann, "signed up")]


def test_rows_deleted_within_a_file_are_not_read():
    ann = make_contact("Ann")
    for n in range(5):
        make_event(ann, f"event {n}", at=NOON, key=f"k{n}")
    moved()
    Event.objects.filter(name="event 3").delete()
    moved()

    assert asked("SELECT name FROM events ORDER BY 1") == [
        ("event 0",), ("event 1",), ("event 2",), ("event 4",)
    ]  # fmt: skip
