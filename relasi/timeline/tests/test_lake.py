"""From PostgreSQL to the lake: every event once, whatever is told anew, deleted or killed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from relasi.accounts.testing import actor
from relasi.contacts import public as contacts
from relasi.contacts.models import Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.clock import now
from relasi.timeline import public as timeline
from relasi.timeline.actions.forgetting import forget_people
from relasi.timeline.actions.lake.rounds import bring_over
from relasi.timeline.actions.recording import retell
from relasi.timeline.testing import NOON, make_event, names_of

from .lakes import in_the_lake, lake, moved

__all__ = ["lake"]
pytestmark = pytest.mark.usefixtures("lake")


def test_what_happened_is_in_the_lake_once_however_often_it_is_filled():
    ann = make_contact()
    make_event(ann, "signed up")

    assert moved() == (1, 0)
    assert moved() == (0, 0)
    make_event(ann, "page viewed", at=NOON + timedelta(days=40))
    assert moved() == (1, 0)
    assert in_the_lake("profile_id, name") == [(ann, "signed up"), (ann, "page viewed")]


def test_every_field_of_an_event_is_kept():
    ann = make_contact()
    at = datetime(2026, 1, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    make_event(
        ann, "product viewed", at=at, url="https://shop.example/ä'b", session=7, source="google",
        product_id=3, order_id=4, campaign_id=5, revenue="-12.50", by_machine=True,
        properties={"a": {"b": [1, None, 'c\\"d']}}, key="k:1", is_sample=True,
    )  # fmt: skip
    moved()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, contact_id, at, name, channel, source, session, url, product_id, order_id,"
            " campaign_id, revenue, by_machine, properties::text, key, is_sample"
            " FROM timeline_event"
        )
        assert in_the_lake("*") == cursor.fetchall()


def test_what_is_told_while_an_older_transaction_is_open_comes_with_a_later_round():
    ann = make_contact()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            make_event(ann, "page viewed")
            assert moved(waits=False) == (0, 0)
            cursor.execute(
                "INSERT INTO timeline_event (contact_id, at, name, channel)"
                " VALUES (%s, now(), 'signed up', 'web')",
                [ann],
            )
            cursor.execute("COMMIT")
    finally:
        other.close()
    assert moved() == (2, 0)


def test_an_event_told_anew_is_in_the_lake_as_it_is_now():
    ann = make_contact()
    make_event(ann, "note written", key="note:1", properties={"body": "tea"})
    moved()
    retell("note:1", {"body": "coffee"})

    assert moved() == (1, 1)
    assert in_the_lake("properties") == ['{"body": "coffee"}']


def test_an_event_told_anew_twice_between_rounds_is_there_once():
    ann = make_contact()
    make_event(ann, "note written", key="note:1", properties={"body": "tea"})
    retell("note:1", {"body": "coffee"})
    retell("note:1", {"body": "milk"})

    assert moved() == (1, 0)
    assert in_the_lake("properties") == ['{"body": "milk"}']


def test_a_deleted_event_leaves_the_lake():
    ann = make_contact()
    make_event(ann, "page viewed", key="a:1")
    make_event(ann, "signed up", key="a:2")
    moved()
    timeline.forget(["a:1"])

    assert moved() == (0, 1)
    assert in_the_lake() == ["signed up"]


def test_a_person_who_is_deleted_leaves_the_lake_and_nobody_else():
    ann, bea = make_contact(), make_contact()
    make_event(ann)
    make_event(bea, "signed up")
    moved()
    forget_people([ann])

    assert moved() == (0, 1)
    assert in_the_lake("profile_id, name") == [(bea, "signed up")]


def test_moving_rows_into_their_month_is_nothing_new():
    ann = make_contact()
    make_event(ann, at=NOON - timedelta(days=900))
    moved()
    timeline.ensure_partitions(NOON - timedelta(days=900), NOON - timedelta(days=900))

    assert moved() == (0, 0)
    assert in_the_lake() == ["page viewed"]


def test_joined_people_keep_their_own_events_there_and_are_read_as_one():
    ann, anna, annie = make_contact(), make_contact(), make_contact()
    for person, name in ((ann, "a"), (anna, "b"), (annie, "c")):
        make_event(person, name)
    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=actor(), now=now())
    first = Merge.objects.get()
    last = contacts.merge_contacts(one_id=kept, other_id=annie, by=actor(), now=now())
    assert sorted(names_of(last)) == ["a", "b", "c", "contacts merged", "contacts merged"]

    second = Merge.objects.exclude(pk=first.pk).get()
    contacts.undo_merge(merge_id=second.pk, by=actor(), now=now())
    assert sorted(names_of(kept)) == ["a", "b", "contacts merged"]
    contacts.undo_merge(merge_id=first.pk, by=actor(), now=now())

    moved()
    assert in_the_lake("profile_id, name") == [(ann, "a"), (anna, "b"), (annie, "c")]
    assert [names_of(each) for each in (ann, anna, annie)] == [["a"], ["b"], ["c"]]


def test_somebody_else_at_it_means_no_round():
    make_event(make_contact())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7203116)")
            assert bring_over(NOON) is None
            cursor.execute("SELECT pg_advisory_unlock(7203116)")
    finally:
        other.close()
    assert moved() == (1, 0)


def test_a_transaction_that_was_rolled_back_brings_nothing():
    ann = make_contact()
    with transaction.atomic():
        make_event(ann)
        transaction.set_rollback(True)

    assert moved() == (0, 0)
