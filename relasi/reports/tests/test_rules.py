from datetime import UTC, datetime

import pytest

from relasi.reports.rules import MEASURES, STAGES, change, of_stage, period

NOW = datetime(2026, 3, 4, 5, tzinfo=UTC)


def test_a_period_is_whole_weeks_from_monday_on_where_the_organisation_is():
    span = period(weeks=4, zone="Asia/Jakarta", now=NOW)

    assert span.since == datetime(2026, 2, 8, 17, tzinfo=UTC)  # Monday 9 February, Jakarta
    assert span.until == NOW
    assert [monday.day for monday in span.mondays] == [9, 16, 23, 2]
    assert span.before.since == datetime(2026, 1, 11, 17, tzinfo=UTC)
    assert span.before.until == datetime(2026, 2, 4, 5, tzinfo=UTC)


def test_weeks_begin_at_midnight_on_both_sides_of_a_change_of_clocks():
    span = period(weeks=2, zone="Europe/Berlin", now=datetime(2026, 4, 1, 12, tzinfo=UTC))

    assert [monday.astimezone(UTC) for monday in span.mondays] == [
        datetime(2026, 3, 22, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("present", "before", "kind", "by"),
    [
        (110, 100, "count", 0.1),
        (0.25, 0.30, "share", pytest.approx(-0.05)),
        (5, 0, "count", None),
        (None, 0.3, "share", None),
    ],
)
def test_a_change_is_relative_for_counts_and_in_points_for_shares(present, before, kind, by):
    assert change(present, before, kind) == by


def test_every_measure_has_a_stage_and_every_stage_measures():
    assert {measure.stage for measure in MEASURES} == set(STAGES)
    assert [len(of_stage(stage)) for stage in STAGES] == [2, 3, 3, 3]
