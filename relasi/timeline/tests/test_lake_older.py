"""Months that lie in the lake alone: let go of when all is there, read as if they were here."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from relasi import engine
from relasi.accounts.testing import actor
from relasi.contacts import public as contacts
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.models import Merge
from relasi.contacts.testing import make_contact
from relasi.timeline import public as timeline
from relasi.timeline.actions.lake.letting_go import let_go_of_months
from relasi.timeline.actions.lake.tidying import tidy_lake
from relasi.timeline.actions.lake.verifying import verify_lake
from relasi.timeline.models import OlderCount
from relasi.timeline.queries.older import hot_since
from relasi.timeline.testing import make_event, names_of

from .lakes import bytes_say, in_the_lake, lake, moved

__all__ = ["lake"]
pytestmark = pytest.mark.usefixtures("lake")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER = datetime(2025, 10, 1, tzinfo=UTC)


def long_ago(person, name="page viewed", *, months=20, **values):
    return make_event(person, name, at=NOW - timedelta(days=30 * months), **values)


def here():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM timeline_event ORDER BY at, id")
        return [name for (name,) in cursor.fetchall()]


def let_go():
    moved(NOW)
    return let_go_of_months(NOW)


def test_months_before_the_window_leave_and_the_others_stay():
    ann = make_contact()
    long_ago(ann, "first", months=30)
    long_ago(ann, "second")
    make_event(ann, "in the window", at=OCTOBER)

    timeline.ensure_partitions(NOW - timedelta(days=900), NOW)
    let_go()

    assert here() == ["in the window"]
    assert hot_since() == OCTOBER
    assert names_of(ann) == ["in the window", "second", "first"]


def test_how_many_months_stay_can_be_said(monkeypatch):
    monkeypatch.setenv("RELASI_HOT_MONTHS", "24")
    ann = make_contact()
    long_ago(ann, months=20)
    long_ago(ann, "older", months=30)

    let_go()

    assert here() == ["page viewed"]


def test_a_month_that_the_lake_lacks_a_row_of_stays():
    ann = make_contact()
    long_ago(ann)
    moved(NOW)
    long_ago(ann, "came after the round")

    assert let_go_of_months(NOW) == []
    assert len(here()) == 2
    assert hot_since() is None


def test_pages_go_on_from_here_into_the_lake():
    ann = make_contact()
    for number in range(5):
        long_ago(ann, f"old {number}", months=20 - number)
    for number in range(3):
        make_event(ann, f"new {number}", at=NOW - timedelta(days=10 - number))
    let_go()

    first = timeline.page_of(ann, limit=4)
    second = timeline.page_of(ann, limit=4, before=timeline.Cursor(first[-1].at, first[-1].id))

    assert [card.name for card in first] == ["new 2", "new 1", "new 0", "old 4"]
    assert [card.name for card in second] == ["old 3", "old 2", "old 1", "old 0"]
    assert timeline.page_of(ann, channels=["mail"]) == []
    assert timeline.counts_by_channel(ann) == {"web": 8}


def test_an_older_event_says_the_same_as_it_did():
    ann = make_contact()
    long_ago(ann, "bought", revenue="12.50", properties={"a": [1, {"b": None}]}, product_id=3)
    (before,) = timeline.page_of(ann)
    let_go()

    assert timeline.page_of(ann) == [before]


def test_whoever_has_nothing_older_never_touches_the_lake(monkeypatch):
    ann, bea = make_contact(), make_contact()
    long_ago(ann)
    make_event(bea, at=NOW)
    let_go()
    monkeypatch.setattr(engine.Session, "lake", lambda _self: pytest.fail("it was opened"))

    assert names_of(bea) == ["page viewed"]


def test_what_comes_late_for_a_month_that_left_is_there_once():
    ann = make_contact()
    long_ago(ann, "early")
    let_go()
    long_ago(ann, "late")
    assert names_of(ann) == ["late", "early"]
    moved(NOW)
    assert names_of(ann) == ["late", "early"]

    let_go()

    assert here() == []
    assert names_of(ann) == ["late", "early"]
    assert timeline.counts_by_channel(ann) == {"web": 2}


def test_a_merge_and_its_end_are_followed_also_long_after():
    ann, anna = make_contact(), make_contact()
    long_ago(ann, "a")
    long_ago(anna, "b")
    let_go()

    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=actor(), now=NOW)
    assert names_of(kept)[-2:] == ["b", "a"]

    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=actor(), now=NOW)
    assert (names_of(ann), names_of(anna)) == (["a"], ["b"])


def test_a_deleted_person_is_gone_at_once_and_then_from_the_bytes(lake):
    ann, anna, bea = make_contact(), make_contact(), make_contact()
    long_ago(ann, properties={"said": "canary"}, key="canary:1")
    long_ago(anna, properties={"said": "canary"})
    long_ago(bea, "hers")
    let_go()
    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=actor(), now=NOW)

    delete_contact(contact_id=kept, by=actor(), now=NOW)

    assert names_of(ann) == names_of(anna) == []
    assert set(OlderCount.objects.values_list("profile_id", flat=True)) == {bea}
    moved(NOW)
    tidy_lake(NOW)
    assert bytes_say(lake, "canary") == []
    assert names_of(bea) == ["hers"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM timeline_eventkey")
        assert cursor.fetchone() == (0,)


def test_an_older_event_that_did_not_happen_after_all_goes():
    ann = make_contact()
    long_ago(ann, "order completed", key="order:1")
    long_ago(ann, "stays", key="order:2")
    let_go()

    timeline.forget(["order:1"])
    assert names_of(ann) == ["stays"]
    moved(NOW)
    assert in_the_lake() == ["stays"]


def test_the_lake_is_whole_after_months_left():
    ann = make_contact()
    long_ago(ann)
    let_go()
    long_ago(ann, "late")
    moved(NOW)

    assert verify_lake() == []


def test_an_older_event_that_is_withdrawn_is_not_counted_any_more():
    ann, bea = make_contact(), make_contact()
    for person in (ann, bea):
        for number in range(3):
            long_ago(person, "order completed", key=f"order:{person}:{number}", channel="orders")
        long_ago(person, key=f"seen:{person}")
    let_go()
    long_ago(ann, "came late", key=f"late:{ann}", channel="orders")
    moved(NOW)

    timeline.forget([f"order:{ann}:0", f"order:{ann}:1", f"seen:{ann}"])
    moved(NOW)

    assert timeline.counts_by_channel(ann) == {"orders": 2}
    assert timeline.counts_by_channel(bea) == {"web": 1, "orders": 3}
    let_go()
    assert timeline.counts_by_channel(ann) == {"orders": 2}
    assert set(OlderCount.objects.values_list("profile_id", "channel", "events")) == {
        (ann, "orders", 2), (bea, "orders", 3), (bea, "web", 1),
    }  # fmt: skip
