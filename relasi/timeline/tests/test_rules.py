"""Months and cursors, without a database."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relasi.timeline.rules import month_of, months, next_month, partition_name

moments = st.integers(0, 3_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def test_a_month_begins_in_utc():
    jakarta = timezone(timedelta(hours=7))

    assert month_of(datetime(2026, 3, 1, 3, tzinfo=jakarta)) == datetime(2026, 2, 1, tzinfo=UTC)


def test_the_months_between_include_both_ends():
    since, until = datetime(2025, 11, 30, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)

    assert [partition_name(month) for month in months(since, until)] == [
        "timeline_event_2025_11",
        "timeline_event_2025_12",
        "timeline_event_2026_01",
    ]


@given(moments, st.timedeltas(timedelta(0), timedelta(days=800)))
def test_months_leave_no_gap(since, span):
    found = months(since, since + span)

    assert found[0] <= since < next_month(found[0]) or len(found) > 1
    assert found[-1] <= since + span < next_month(found[-1])
    assert all(next_month(one) == two for one, two in pairwise(found))
