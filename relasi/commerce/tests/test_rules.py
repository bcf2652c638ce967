"""Money across currencies, without a database."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from relasi.commerce.rules import Rate, in_base, rate_of, share

amounts = st.decimals(-100_000, 100_000, places=2)
rates = st.decimals("0.00001", "20000", places=5)
bases = st.sampled_from(["EUR", "IDR", "JPY"])


def test_the_rate_of_a_day_is_the_newest_that_held():
    rates = [
        Rate("EUR", date(2026, 1, 1), Decimal(17000)),
        Rate("EUR", date(2026, 2, 1), Decimal(17500)),
        Rate("USD", date(2026, 2, 1), Decimal(16000)),
    ]

    assert rate_of(rates, "EUR", date(2026, 1, 31)) == 17000
    assert rate_of(rates, "EUR", date(2026, 2, 1)) == 17500
    assert rate_of(rates, "EUR", date(2025, 12, 31)) is None


def test_halves_go_away_from_zero():
    assert in_base([Decimal("0.01")], Decimal("0.5"), "EUR") == (Decimal("0.01"), [Decimal("0.01")])
    assert in_base([Decimal("-0.01")], Decimal("0.5"), "EUR")[0] == Decimal("-0.01")


def test_the_parts_of_an_order_add_up_to_it():
    total, parts = in_base([Decimal("1.00")] * 3, Decimal("0.333"), "EUR")

    assert (total, parts) == (Decimal("1.00"), [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")])


def test_yen_have_no_decimals():
    assert in_base([Decimal("1.00"), Decimal("1.00")], Decimal("150.4"), "JPY") == (
        Decimal(301),
        [Decimal(151), Decimal(150)],
    )


@given(st.lists(amounts, max_size=30), rates, bases)
def test_parts_add_up_exactly_and_none_is_off_by_more_than_a_step(values, rate, base):
    total, parts = in_base(values, rate, base)
    step = Decimal(1) if base == "JPY" else Decimal("0.01")

    assert sum(parts, Decimal(0)) == total
    assert all(
        abs(part - value * rate) <= step * Decimal("1.5")
        for part, value in zip(parts, values, strict=True)
    )


@given(st.lists(amounts, max_size=30))
def test_in_the_base_currency_nothing_changes(values):
    assert in_base(values, Decimal(1), "EUR") == (sum(values, Decimal(0)), values)


@given(amounts, st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_the_shares_of_all_pieces_add_up_to_the_whole(whole, pieces):
    of, taken, given_back = Decimal(sum(pieces)), Decimal(0), Decimal(0)
    for piece in pieces:
        given_back += share(whole, Decimal(piece), of, taken, whole - given_back)
        taken += piece

    assert given_back == whole
