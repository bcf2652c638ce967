import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.campaigns.rules import draw, schedule
from relasi.campaigns.rules.effect import Effect, Spending, bootstrap, effect, is_skewed
from relasi.campaigns.rules.intervals import (
    Sample,
    mean_interval,
    newcombe,
    t_quantile,
    welch,
    wilson,
)
from relasi.campaigns.rules.spending import Purchase, course, spending
from relasi.campaigns.rules.verdict import verdict


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [
        (1, 12.706205),
        (2, 4.302653),
        (5, 2.570582),
        (10, 2.228139),
        (30, 2.042272),
        (1000, 1.962339),
    ],
)
def test_the_quantile_of_student_is_that_of_the_printed_tables(freedom, quantile):
    assert t_quantile(freedom) == pytest.approx(quantile, abs=1e-6)


def test_the_quantile_leaves_one_in_forty_above_it_for_any_freedom():
    for freedom in (1.5, 3.533, 17.2):
        grid = np.linspace(0, t_quantile(freedom), 200_001)
        scale = math.gamma((freedom + 1) / 2) / math.gamma(freedom / 2)
        density = (
            scale / math.sqrt(freedom * math.pi) * (1 + grid**2 / freedom) ** (-(freedom + 1) / 2)
        )
        assert np.trapezoid(density, grid) == pytest.approx(0.475, abs=1e-8)


def test_welch_agrees_with_a_case_worked_by_hand():
    # a = 1, 2, 3, 4, 5: mean 3, variance 2.5. b = 2, 4, 6: mean 4, variance 4.
    # error = sqrt(0.5 + 1.3333) = 1.35401; freedom = 1.8333² / (0.5²/4 + 1.3333²/2) = 3.5328
    found = welch(Sample(3, 2.5, 5), Sample(4, 4, 3))

    half = t_quantile(3.532846715) * 1.354006401
    assert found.middle == -1
    assert (found.low, found.high) == pytest.approx((-1 - half, -1 + half), abs=1e-8)
    assert half == pytest.approx(3.9637, abs=1e-4)


def test_two_groups_without_any_spread_have_an_interval_of_no_width():
    found = welch(Sample(7, 0, 10), Sample(5, 0, 10))

    assert (found.low, found.middle, found.high) == (2, 2, 2)


def test_wilson_and_newcombe_give_the_figures_newcombe_printed():
    # Newcombe 1998, table II, example (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339
    found = newcombe(56, 70, 48, 80)

    assert found.middle == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    # Newcombe 1998 (one share), 15/148, method 3: 0.0624 to 0.1605
    assert (wilson(15, 148).low, wilson(15, 148).high) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_a_share_with_no_hit_at_all_still_has_an_interval():
    assert wilson(0, 20).low == 0
    assert wilson(0, 20).high == pytest.approx(0.1611, abs=5e-5)


@given(
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
def test_an_interval_of_shares_holds_its_estimate_and_stays_within_one(a, b):
    found = newcombe(*a, *b)

    assert -1 <= found.low <= found.middle + 1e-12
    assert found.middle - 1e-12 <= found.high <= 1


def test_those_who_bought_nothing_count_as_zeros():
    group = Spending(people=5, amounts=(10.0, 20.0))

    values = np.array([10, 20, 0, 0, 0])
    assert group.mean == 6
    assert group.variance == pytest.approx(values.var(ddof=1))
    third = ((values - 6.0) ** 3).mean() / values.std() ** 3
    assert group.skewness == pytest.approx(third)


def test_a_person_who_bought_twice_is_one_buyer_with_one_amount():
    rows = [
        Purchase("contacted", "a", 1, 0, 10, 1),
        Purchase("contacted", "a", 1, 3, 5, 2),
        Purchase("contacted", "a", 2, 1, 7, 1),
    ]

    assert spending(10, rows) == Spending(people=10, amounts=(15.0, 7.0), orders=4)


def test_the_course_adds_up_day_by_day():
    rows = [
        Purchase("contacted", "a", 1, 0, 10),
        Purchase("contacted", "a", 1, 2, 5),
        Purchase("contacted", "a", 2, 1, 7),
    ]

    found = course(4, rows, days=3)

    assert [point.middle for point in found] == [2.5, 4.25, 5.5]
    values = np.array([15, 7, 0, 0])
    assert found[2] == mean_interval(Sample(5.5, values.var(ddof=1), 4))


def test_the_bootstrap_is_the_same_each_time_it_is_asked():
    a = Spending(200, tuple(float(x) for x in range(1, 41)))
    b = Spending(100, tuple(float(x) for x in range(1, 11)))

    assert bootstrap(a, b, seed=7) == bootstrap(a, b, seed=7)
    assert bootstrap(a, b, seed=7) != bootstrap(a, b, seed=8)


def compared(contacted: Spending, held_out: Spending, *, seed: int) -> Effect:
    found = effect(contacted, held_out, seed=seed)
    assert found is not None
    return found


def test_a_few_large_purchases_call_for_the_bootstrap_and_many_even_ones_do_not():
    few = Spending(500, (9000.0, 20.0, 30.0))
    many = Spending(500, tuple(float(50 + x % 7) for x in range(250)))

    assert is_skewed(few)
    assert not is_skewed(many)
    assert compared(few, many, seed=1).method == "bootstrap"
    assert compared(many, many, seed=1).method == "welch"
    assert compared(many, many, seed=1).other == bootstrap(many, many, seed=1)


def test_a_group_of_one_says_nothing():
    assert effect(Spending(100, (5.0,)), Spending(1, (5.0,)), seed=1) is None


@pytest.mark.parametrize(("people", "buyers"), [(4000, 320), (60000, 9000)])
def test_both_ways_of_drawing_resamples_have_the_spread_of_the_mean(people, buyers):
    amounts = tuple(np.random.default_rng(3).gamma(2, 100, buyers).tolist())
    group, nobody = Spending(people, amounts), Spending(10, ())

    found = bootstrap(group, nobody, seed=5)

    width = 2 * 1.96 * math.sqrt(group.variance / people)
    assert found.high - found.low == pytest.approx(width, rel=0.06)


def test_the_interval_holds_the_truth_nineteen_times_in_twenty():
    """Shoppers as in shops: 8 % buy, amounts log-normal; the truth is known, 400 campaigns."""
    chance = np.random.default_rng(20261122)
    truth = (0.08 - 0.06) * math.exp(5 + 0.8**2 / 2)

    def shoppers(people, share):
        return Spending(people, tuple(chance.lognormal(5, 0.8, chance.binomial(people, share))))

    held = 0
    for n in range(400):
        found = compared(shoppers(4500, 0.08), shoppers(500, 0.06), seed=n)
        held += found.revenue.low <= truth <= found.revenue.high
    assert 0.92 <= held / 400 <= 0.98


def test_the_verdict_names_what_the_interval_allows():
    flat, high = Spending(100, (1.0,) * 50), Spending(100, (9.0,) * 50)

    def said(a, b, days=3):
        found = effect(a, b, seed=1)
        return verdict(contacted=a.people, held_out=b.people, effect=found, days=days)

    assert said(high, flat) == "earned"
    assert said(flat, high) == "lost"
    assert said(flat, flat) == "same"
    assert said(flat, Spending(0, ())) == "no_holdout"
    assert said(flat, Spending(1, ())) == "too_few"
    assert said(flat, flat, days=0) == "too_early"


def test_about_the_asked_share_is_held_out_and_always_the_same_people():
    drawn = [n for n in range(1, 20_001) if draw.holds_out(42, n, 10)]

    assert 0.093 < len(drawn) / 20_000 < 0.107
    assert drawn == [n for n in range(1, 20_001) if draw.holds_out(42, n, 10)]
    assert drawn != [n for n in range(1, 20_001) if draw.holds_out(43, n, 10)]
    assert not any(draw.holds_out(42, n, 0) for n in range(500))


def test_eight_in_the_morning_is_another_moment_in_each_zone():
    due = schedule.due_by_zone(
        datetime(2026, 11, 24, 8, tzinfo=UTC),
        frozenset({"Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "Mars/Olympus", ""}),
        own="Asia/Jakarta",
        everywhere=True,
    )

    assert due == {
        "Asia/Jakarta": datetime(2026, 11, 24, 1, tzinfo=UTC),
        "Asia/Jayapura": datetime(2026, 11, 23, 23, tzinfo=UTC),
        "Europe/Berlin": datetime(2026, 11, 24, 7, tzinfo=UTC),
        "Mars/Olympus": datetime(2026, 11, 24, 1, tzinfo=UTC),
        "": datetime(2026, 11, 24, 1, tzinfo=UTC),
    }


def test_the_senders_clock_decides_for_everybody_when_asked():
    due = schedule.due_by_zone(
        datetime(2026, 11, 24, 8, tzinfo=UTC),
        frozenset({"Europe/Berlin"}),
        own="Asia/Jakarta",
        everywhere=False,
    )

    assert set(due.values()) == {datetime(2026, 11, 24, 1, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("wall", "moment"),
    [
        # the last Sunday of March 2026 has no 02:30 in Berlin; of October, two
        (datetime(2026, 3, 29, 2, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 3, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 3, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
def test_the_change_of_clocks_neither_loses_nor_doubles_a_mail(wall, moment):
    assert schedule.moment(wall, "Europe/Berlin") == moment


def test_people_are_drawn_before_anybody_is_due_anywhere():
    wall = datetime(2026, 11, 24, 8, tzinfo=UTC)

    begins = schedule.prepares_at(wall, own="Asia/Jakarta", everywhere=True)

    assert begins < schedule.moment(wall, "Pacific/Kiritimati")
    own = schedule.prepares_at(wall, own="Asia/Jakarta", everywhere=False)
    assert own == schedule.moment(wall, "Asia/Jakarta")


def test_what_should_have_begun_long_ago_is_not_begun_without_asking():
    due = datetime(2026, 11, 24, 8, tzinfo=UTC)

    assert not schedule.is_missed(due, datetime(2026, 11, 24, 14, tzinfo=UTC))
    assert schedule.is_missed(due, datetime(2026, 11, 24, 14, 1, tzinfo=UTC))
