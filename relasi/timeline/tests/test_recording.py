"""Events come in once, land in their month, and are read newest first."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from relasi.contacts.testing import make_contact
from relasi.timeline import public as timeline
from relasi.timeline.models import Event, EventKey
from relasi.timeline.testing import NOON, make_event, names_of

pytestmark = pytest.mark.django_db


def event(
    contact_id: int,
    name: str = "page viewed",
    *,
    at: datetime = NOON,
    channel: str = "web",
    **values: Any,
) -> timeline.NewEvent:
    return timeline.NewEvent(contact_id=contact_id, name=name, at=at, channel=channel, **values)


def rows_in(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ONLY {table}")
        return cursor.fetchone()[0]


def test_an_event_keeps_everything_it_was_told():
    ann = make_contact()

    timeline.record(
        event(
            ann,
            source="search",
            url="https://shop.example/",
            session=7,
            product_id=3,
            order_id=4,
            campaign_id=5,
            revenue=Decimal("9.90"),
            by_machine=True,
            properties={"words": "décaf “x”"},
        )
    )

    (card,) = timeline.page_of(ann)
    assert card == timeline.EventCard(
        id=card.id,
        contact_id=ann,
        at=NOON,
        name="page viewed",
        channel="web",
        source="search",
        url="https://shop.example/",
        session=7,
        product_id=3,
        order_id=4,
        campaign_id=5,
        revenue=Decimal("9.90"),
        by_machine=True,
        properties={"words": "décaf “x”"},
    )


def test_the_same_key_is_stored_once_even_at_another_time():
    ann = make_contact()

    assert timeline.record(event(ann, key="a")) is not None
    assert timeline.record(event(ann, key="a", at=NOON + timedelta(days=40))) is None
    assert timeline.record(event(ann, key="b")) is not None

    assert len(names_of(ann)) == 2


def test_events_without_a_key_are_all_kept():
    ann = make_contact()

    make_event(ann)
    make_event(ann)

    assert len(names_of(ann)) == 2


def test_an_unknown_channel_is_an_error_of_ours():
    with pytest.raises(ValueError, match="no channel"):
        make_event(1, channel="smoke")


def test_many_go_in_at_once_and_known_keys_are_passed_over():
    ann = make_contact()
    timeline.record(event(ann, key="a"))

    stored = timeline.record_many(
        [
            event(ann, key="a", at=NOON + timedelta(days=70)),
            event(ann, key="b", properties={"tab": "a\tb\\n", "no": None}),
            event(ann, key="c"),
            event(ann, key="c"),
            event(ann),
            event(ann),
        ]
    )

    assert stored == 4
    assert len(names_of(ann)) == 5
    assert EventKey.objects.count() == 3
    assert Event.objects.get(key="b").properties == {"tab": "a\tb\\n", "no": None}


def test_nothing_at_all_goes_in_without_a_murmur():
    assert timeline.record_many([]) == 0


def test_a_query_is_recorded_and_what_it_leaves_out_has_its_usual_value():
    ann = make_contact()

    stored = timeline.record_select(
        "SELECT id AS contact_id, %s::timestamptz AS at, 'signed up' AS name, 'web' AS channel,"
        " 'signup:' || id AS key FROM contacts_contact",
        [NOON],
    )

    assert stored == 1
    (card,) = timeline.page_of(ann)
    assert (card.name, card.source, card.by_machine, card.properties) == (
        "signed up",
        "",
        False,
        {},
    )


def test_a_query_with_a_column_nobody_knows_is_an_error_of_ours():
    with pytest.raises(ValueError, match="no column"):
        timeline.record_select("SELECT 1 AS contact_id, now() AS at, 'x' AS name, 'web' AS shop")


def test_a_month_gets_its_own_table_and_takes_what_rested_in_the_default_one():
    ann = make_contact()
    make_event(ann, at=datetime(2031, 5, 31, 23, 59, tzinfo=UTC), key="a")
    make_event(ann, at=datetime(2031, 6, 1, tzinfo=UTC), key="b")

    made = timeline.ensure_partitions(
        datetime(2031, 5, 2, tzinfo=UTC), datetime(2031, 5, 20, tzinfo=UTC)
    )

    assert made == ["timeline_event_2031_05"]
    assert rows_in("timeline_event_2031_05") == 1
    assert rows_in("timeline_event_rest") == 1
    assert len(names_of(ann)) == 2
    make_event(ann, at=datetime(2031, 5, 9, tzinfo=UTC))
    assert rows_in("timeline_event_2031_05") == 2


def test_a_month_that_has_its_table_keeps_it():
    since = until = datetime(2031, 5, 2, tzinfo=UTC)
    assert timeline.ensure_partitions(since, until)

    assert timeline.ensure_partitions(since, until) == []


def test_many_events_make_their_months():
    ann = make_contact()

    timeline.record_many(event(ann, at=datetime(2032, month, 3, tzinfo=UTC)) for month in (1, 3))

    assert [rows_in(f"timeline_event_2032_0{month}") for month in (1, 2, 3)] == [1, 0, 1]


def test_tidying_empties_the_default_table_and_makes_room_ahead():
    from relasi.timeline.actions.partitioning import tidy_partitions

    ann = make_contact()
    make_event(ann, at=datetime(2033, 7, 9, tzinfo=UTC))

    made = tidy_partitions(datetime(2033, 9, 9, tzinfo=UTC))

    assert set(made) == {f"timeline_event_2033_{month}" for month in ("07", "09", "10")}
    assert rows_in("timeline_event_rest") == 0
    assert names_of(ann) == ["page viewed"]


def test_pages_follow_each_other_without_gap_or_repetition():
    ann = make_contact()
    timeline.record_many(
        event(ann, name=f"event {n}", at=NOON + timedelta(minutes=n // 3)) for n in range(10)
    )

    first = timeline.page_of(ann, limit=4)
    rest = timeline.page_of(ann, before=timeline.Cursor(first[-1].at, first[-1].id))

    assert [card.name for card in [*first, *rest]] == [f"event {n}" for n in range(9, -1, -1)]


def test_a_timeline_narrows_to_channels_and_counts_them():
    ann, other = make_contact(), make_contact()
    make_event(ann)
    make_event(ann, "email sent", channel="mail")
    make_event(ann, "email opened", channel="mail")
    make_event(other)

    assert [card.channel for card in timeline.page_of(ann, channels=["mail"])] == ["mail"] * 2
    assert list(timeline.counts_by_channel(ann).items()) == [("web", 1), ("mail", 2)]


def test_a_forgotten_event_is_gone_and_may_be_told_again():
    ann = make_contact()
    timeline.record(event(ann, key="a"))
    timeline.record(event(ann, key="b"))

    assert timeline.forget(["a", "never"]) == 1

    assert list(EventKey.objects.values_list("key", flat=True)) == ["b"]
    assert timeline.record(event(ann, key="a")) is not None
