"""What a cell means: never guessed when it may mean two things, and the short way is no other."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relasi.contacts.importing.quick import quick_email, quick_external, quick_phone, quick_text
from relasi.contacts.importing.rules import (
    amount,
    date_order,
    day,
    decimal_mark,
    line,
    moment,
    suggested_field,
)
from relasi.contacts.rules import Unfit, normalise_email, normalise_external, normalise_phone

WORDS = [("name", "nama lengkap"), ("phone", "no hp"), ("email", "e mail"), ("city", "kota")]


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("1988-03-02", "dmy", date(1988, 3, 2)),
        ("19880302", "dmy", date(1988, 3, 2)),
        ("2/3/1988", "dmy", date(1988, 3, 2)),
        ("2/3/1988", "mdy", date(1988, 2, 3)),
        ("02.03.1988", "dmy", date(1988, 3, 2)),
        ("1988/03/02", "mdy", date(1988, 3, 2)),
        ("2 Mar 1988", "mdy", date(1988, 3, 2)),
        ("17 Agustus 1945", "dmy", date(1945, 8, 17)),
        ("3 Des 1983", "dmy", date(1983, 12, 3)),
        ("March 2nd, 1988", "dmy", date(1988, 3, 2)),
    ],
)
def test_days_as_people_write_them(text, order, found):
    assert day(text, order) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/1990", "no_day_31_2_1990"),
        ("29-02-2025", "no_day_29_2_2025"),
        ("02/28/1990", "month"),
        ("1/2/88", "century"),
        ("yesterday", "day"),
        ("0000-01-01", "day"),
    ],
)
def test_days_that_are_none(text, reason):
    with pytest.raises(Unfit) as caught:
        day(text, "dmy")
    assert caught.value.reason == reason


def test_a_moment_is_local_unless_it_says_its_zone():
    assert moment("20/11/2026 09:30", "dmy", "Asia/Jakarta") == datetime(
        2026, 11, 20, 2, 30, tzinfo=UTC
    )
    assert moment("2026-11-20T09:30:00+07:00", "dmy", "UTC") == moment("2026-11-20 02:30 UTC")
    assert moment("11/20/2026 9:30 pm", "mdy") == datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_as_it_was_written(found):
    assert day(found.isoformat()) == found
    assert day(found.strftime("%d/%m/%Y"), "dmy") == found
    assert day(found.strftime("%m/%d/%Y"), "mdy") == found


def test_the_order_of_day_and_month_is_read_off_a_column():
    assert date_order(["1/2/2026", "13/2/2026"], "mdy") == "dmy"
    assert date_order(["1/2/2026", "1/13/2026"], "dmy") == "mdy"
    assert date_order(["1/2/2026"], "dmy") == "dmy"


@pytest.mark.parametrize(
    ("text", "mark", "found"),
    [
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("Rp 1.234.567", ",", "1234567"),
        ("$12", ".", "12"),
        ("-3.5", ".", "-3.5"),
        ("(3.50)", ".", "-3.50"),
        ("1 234,5", ",", "1234.5"),
        ("12.50 EUR", ".", "12.50"),
    ],
)
def test_amounts_as_people_write_them(text, mark, found):
    assert amount(text, mark) == Decimal(found)


@pytest.mark.parametrize(
    ("text", "mark"), [("1.234,56", "."), ("1,234.56", ","), ("1,5", "."), ("12,34,567", ".")]
)
def test_marks_the_other_way_round_are_refused(text, mark):
    with pytest.raises(Unfit) as caught:
        amount(text, mark)
    assert caught.value.reason.startswith("marks_")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_is_read_as_it_was_written(number):
    assert amount(f"{number:,.2f}", ".") == number
    swapped = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    assert amount(swapped, ",") == number


def test_the_decimal_mark_is_read_off_a_column():
    assert decimal_mark(["12", "1.234,56"], ".") == ","
    assert decimal_mark(["1,234.56"], ",") == "."
    assert decimal_mark(["1.234"], ",") == ","
    assert decimal_mark(["1.5"], ",") == "."


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Nama Lengkap", "name"),
        ("NO_HP", "phone"),
        ("noHp", "phone"),
        ("E-Mail", "email"),
        ("No. HP (WhatsApp)", "phone"),
        ("Kota", "city"),
        ("kotak", ""),
        ("", ""),
    ],
)
def test_headers_name_their_field(header, found):
    assert suggested_field(header, {}, WORDS) == found


def test_what_was_chosen_last_time_comes_first():
    assert suggested_field("Kota", {"kota": "region"}, WORDS) == "region"
    assert suggested_field("Kota", {"kota": ""}, WORDS) == ""


phones = st.from_regex(r"(\+|00)?[0-9][0-9 .()/-]{5,16}", fullmatch=True)
QUICK_PHONE = quick_phone("ID")


@given(phones)
@example("0812-5550-1184")
@example("+62 (0) 812 5550")
def test_the_short_way_reads_phones_as_the_long_one(text):
    quick = QUICK_PHONE(text)
    if quick:
        assert quick == normalise_phone(text, "ID")


QUICK_EMAIL = quick_email()


@given(st.one_of(st.emails(), st.from_regex(r"[a-zA-Z0-9._-]{1,10}@[a-zA-Z0-9.-]{1,12}")))
def test_the_short_way_reads_addresses_as_the_long_one(text):
    quick = QUICK_EMAIL(text)
    if quick:
        assert quick == normalise_email(text)


@given(st.text(max_size=40))
def test_the_short_way_reads_text_and_ids_as_the_long_one(text):
    if quick := quick_text(30)(text):
        assert quick == line(text, 30)
    if quick := quick_external(text):
        assert quick == normalise_external(text)
