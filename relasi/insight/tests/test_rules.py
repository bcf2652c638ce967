from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from relasi.insight.rules.lifecycle import Habit, Limits, typical_gap, verdict
from relasi.insight.rules.quintiles import cut_points, score

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIMITS = Limits()


def after(days, order_days=5, gap=12.0, usual=30.0, limits=LIMITS):
    habit = Habit(NOW - timedelta(days=days), order_days, gap)
    return verdict(habit, usual, limits, as_of=NOW)


def test_quintiles_of_ten_people_put_two_in_each():
    values = list(range(10))
    cuts = cut_points(values)
    assert cuts == (1, 3, 5, 7)
    assert [score(value, cuts) for value in values] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_when_all_are_alike_nobody_stands_out():
    assert cut_points([7, 7, 7]) == ()
    assert score(7, ()) == 3
    assert cut_points([]) == ()


def test_one_customer_is_in_the_middle():
    assert score(1, cut_points([1])) == 3


@given(st.lists(st.integers(-5, 20), min_size=1))
def test_equal_values_get_equal_scores_and_more_is_never_worse(values):
    cuts = cut_points(values)
    scores = {value: score(value, cuts) for value in values}
    ordered = [scores[value] for value in sorted(scores)]
    assert ordered == sorted(ordered)
    assert set(ordered) <= {1, 2, 3, 4, 5}


def test_the_usual_gap_is_the_median_between_order_days():
    assert typical_gap([0, 10, 10, 40]) == 20.0
    assert typical_gap([5, 5]) is None


def test_thirty_one_days_after_a_rhythm_of_twelve_is_at_risk():
    found = after(31)
    assert (found.stage, found.days, found.rhythm, found.whose) == ("at_risk", 31, 12.0, "own")
    assert round(found.times, 1) == 2.6


def test_the_stages_follow_each_other():
    assert [after(days).stage for days in (0, 24, 25, 48, 49)] == [
        "active",
        "active",
        "at_risk",
        "at_risk",
        "lapsed",
    ]


def test_two_order_days_are_held_against_half_their_gap_and_half_everybodys():
    found = after(30, order_days=2, gap=10.0, usual=30.0)
    assert (found.rhythm, found.whose, found.stage) == (20.0, "mixed", "active")


def test_one_order_is_first_time_then_at_risk_then_lapsed():
    stages = [after(days, order_days=1, gap=None).stage for days in (60, 61, 120, 121)]
    assert stages == ["first_time", "at_risk", "at_risk", "lapsed"]


def test_while_nobody_has_a_rhythm_fixed_days_hold():
    found = [after(d, order_days=2, gap=5.0, usual=None) for d in (90, 91, 365, 366)]
    assert [one.stage for one in found] == ["active", "at_risk", "at_risk", "lapsed"]
    assert {one.whose for one in found} == {"fixed"}


def test_a_gap_counts_as_at_least_a_week():
    assert after(14, gap=1.0).stage == "active"
    assert after(15, gap=1.0).stage == "at_risk"


def test_an_order_dated_later_today_is_not_at_risk():
    assert after(-1).stage == "active"


def test_limits_survive_their_json():
    limits = Limits(30, Decimal("1.5"), Decimal("3.25"), 3, 40, 80)
    assert Limits.from_json(limits.as_json()) == limits
