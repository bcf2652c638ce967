"""Numbers, money, dates and times as the brief writes them, in both languages."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from relasi.ui import formats

NOON = datetime(2026, 11, 20, 12, 0)  # noqa: DTZ001  # the reader's own clock


@pytest.mark.parametrize(
    ("value", "digits", "english", "indonesian"),
    [
        (12840, 0, "12,840", "12.840"),
        (Decimal("-12.5"), 1, "−12.5", "−12,5"),
        (1234567.891, 2, "1,234,567.89", "1.234.567,89"),
        (0, 0, "0", "0"),
        (-0.4, 0, "0", "0"),
    ],
)
def test_a_number_is_written_in_the_way_of_its_language(value, digits, english, indonesian):
    assert formats.number(value, "en", digits=digits) == english
    assert formats.number(value, "id", digits=digits) == indonesian


def test_a_share_is_written_as_percent_with_a_space_that_does_not_break():
    assert formats.percent(0.39) == "39.0\u00a0%"
    assert formats.percent(Decimal("0.39"), "id") == "39,0\u00a0%"
    assert formats.percent(0.385, digits=0) == "39\u00a0%"


@pytest.mark.parametrize(
    ("value", "currency", "english", "indonesian"),
    [
        (5600, "IDR", "Rp\u00a05,600", "Rp\u00a05.600"),
        (-5600, "IDR", "−Rp\u00a05,600", "−Rp\u00a05.600"),
        (Decimal("9.9"), "EUR", "€\u00a09.90", "€\u00a09,90"),
        (1200, "JPY", "¥\u00a01,200", "¥\u00a01.200"),
        (Decimal("1.5"), "KWD", "KWD\u00a01.500", "KWD\u00a01,500"),
    ],
)
def test_money_is_written_with_its_currency_and_its_minor_unit(
    value, currency, english, indonesian
):
    assert formats.money(value, currency, "en") == english
    assert formats.money(value, currency, "id") == indonesian


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [
        (71_900_000, "Rp\u00a071.9\u00a0m", "Rp\u00a071,9\u00a0jt"),
        (6_840_000, "Rp\u00a06.84\u00a0m", "Rp\u00a06,84\u00a0jt"),
        (386_000_000, "Rp\u00a0386\u00a0m", "Rp\u00a0386\u00a0jt"),
        (9_400_000_000, "Rp\u00a09.40\u00a0bn", "Rp\u00a09,40\u00a0M"),
        (12_000, "Rp\u00a012.0\u00a0k", "Rp\u00a012,0\u00a0rb"),
        (700, "Rp\u00a0700", "Rp\u00a0700"),
        (-71_900_000, "−Rp\u00a071.9\u00a0m", "−Rp\u00a071,9\u00a0jt"),
    ],
)
def test_money_in_brief_has_three_figures_and_a_unit(value, english, indonesian):
    assert formats.money(value, "IDR", "en", brief=True) == english
    assert formats.money(value, "IDR", "id", brief=True) == indonesian


def test_a_day_leaves_out_the_present_year():
    assert formats.day(date(2026, 8, 5), this_year=2026) == "5\u00a0Aug"
    assert formats.day(date(2025, 5, 14), "id", this_year=2026) == "14\u00a0Mei\u00a02025"


@pytest.mark.parametrize(
    ("moment", "english", "indonesian"),
    [
        (datetime(2026, 11, 20, 8, 2), "today\u00a008:02", "hari ini\u00a008.02"),  # noqa: DTZ001
        (datetime(2026, 11, 19, 23, 59), "yesterday", "kemarin"),  # noqa: DTZ001
        (datetime(2026, 11, 18, 0, 0), "18\u00a0Nov", "18\u00a0Nov"),  # noqa: DTZ001
        (datetime(2025, 12, 31, 0, 0), "31\u00a0Dec\u00a02025", "31\u00a0Des\u00a02025"),  # noqa: DTZ001
    ],
)
def test_a_moment_is_told_in_the_fewest_words(moment, english, indonesian):
    assert formats.when(moment, NOON) == english
    assert formats.when(moment, NOON, "id") == indonesian


@given(
    some.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1e12, max_value=1e12)
)
def test_both_languages_write_the_same_figures(value):
    english = formats.number(value, "en", digits=2)

    swapped = english.translate({ord(","): ".", ord("."): ","})

    assert formats.number(value, "id", digits=2) == swapped


@given(some.integers(min_value=-(10**15), max_value=10**15))
def test_a_number_without_its_separators_is_the_number(value):
    text = formats.number(value).replace(",", "").replace("−", "-")

    assert int(text) == value


def test_a_month_is_written_with_its_year():
    assert formats.month(date(2026, 8, 1)) == "Aug\N{NO-BREAK SPACE}2026"
    assert formats.month(date(2026, 8, 1), "id") == "Agu\N{NO-BREAK SPACE}2026"
