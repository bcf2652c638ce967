"""A file that a spreadsheet opens without executing anything."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from relasi.ui.lists.export import csv_lines, csv_stream, guarded


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_computed_is_written_as_text(start):
    assert guarded(f"{start}1+1") == f"'{start}1+1"


def test_figures_and_moments_stay_what_they_are():
    assert guarded(-5) == "-5"
    assert guarded(Decimal("1E+3")) == "1000"
    assert guarded(date(2026, 2, 28)) == "2026-02-28"
    assert guarded(datetime(2026, 2, 28, 10, tzinfo=UTC)) == "2026-02-28T10:00:00+00:00"
    assert (guarded(None), guarded(True)) == ("", "yes")


def test_a_download_has_a_name_with_the_day_and_its_header_first():
    response = csv_stream("people at risk", ("name", "value"), [("Ann, B.", 3), ("=cmd()", 4)])

    text = response.getvalue().decode()
    assert text == '\ufeffname,value\r\n"Ann, B.",3\r\n\'=cmd(),4\r\n'
    assert response["Content-Type"] == "text/csv"
    assert response["Content-Disposition"].startswith('attachment; filename="people_at_risk-')


def test_rows_are_written_as_they_come():
    def rows():
        yield ("first",)
        raise AssertionError("asked for the second before the first was written")

    lines = csv_lines(("name",), rows())

    assert [next(lines), next(lines)] == ["\ufeffname\r\n", "first\r\n"]


@settings(suppress_health_check=[HealthCheck.too_slow])  # as it is beside other tests
@given(some.lists(some.lists(some.text(), min_size=2, max_size=2)))
def test_no_text_comes_out_as_a_formula_and_none_is_lost(rows):
    text = "".join(csv_lines(("a", "b"), rows)).removeprefix("\ufeff")

    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row
    )
    assert [[guarded(cell) for cell in row] for row in rows] == read
