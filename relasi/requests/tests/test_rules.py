"""The clocks of the two laws, and the course of a request."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from relasi.requests.rules import CLOSED, COURSE, OPEN, due_at, law_for, may_follow

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(year, month, day, hour):
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_the_uu_pdp_gives_three_times_twenty_four_hours():
    assert due_at("uu_pdp", at(2026, 3, 2, 12), JAKARTA) == at(2026, 3, 5, 12)


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (at(2026, 3, 2, 12), (2026, 4, 2), (2026, 6, 2)),
        (at(2026, 1, 31, 12), (2026, 2, 28), (2026, 4, 30)),
        (at(2028, 1, 31, 12), (2028, 2, 29), (2028, 4, 30)),
        (at(2026, 12, 15, 12), (2027, 1, 15), (2027, 3, 15)),
        # In Jakarta it is the next day already.
        (at(2026, 3, 2, 20), (2026, 4, 3), (2026, 6, 3)),
    ],
)
def test_the_gdpr_gives_a_month_to_the_end_of_its_day_and_two_more_once(received, due, extended):
    def ends(year, month, day):
        return datetime(year, month, day, 23, 59, 59, tzinfo=JAKARTA)

    assert due_at("gdpr", received, JAKARTA) == ends(*due)
    assert due_at("gdpr", received, JAKARTA, extended=True) == ends(*extended)


def test_the_law_follows_from_the_country_and_is_the_shorter_clock_where_none_is_known():
    assert [law_for(code) for code in ("de", "FR", "ID", "US", "")] == [
        "gdpr",
        "gdpr",
        "uu_pdp",
        "uu_pdp",
        "uu_pdp",
    ]


def test_what_is_closed_stays_closed_and_nothing_is_done_before_it_is_proven():
    assert set(COURSE) == set(OPEN)
    assert not any(may_follow(closed, state) for closed in CLOSED for state in (*OPEN, *CLOSED))
    assert not may_follow("received", "done")
    assert not may_follow("proving", "done")
