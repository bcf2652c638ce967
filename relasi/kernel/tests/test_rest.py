from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from relasi.kernel.errors import Refused
from relasi.kernel.rest import Day, Moment, Strict, page_of, read_cursor, write_cursor


class Inner(Strict):
    quantity: int


class Order(Strict):
    name: str = ""
    number: int = 1
    paid: bool = False
    weight: float | None = None
    amount: Decimal = Decimal(0)
    placed_at: datetime | None = None
    born_on: date | None = None
    lines: list[Inner] = []


@pytest.mark.parametrize(
    "said",
    [
        {"number": 3, "paid": True, "weight": 1, "amount": "9.90"},
        {"placed_at": "2026-03-01T09:30:00+07:00", "born_on": "2026-03-01"},
        {"placed_at": datetime(2026, 3, 1, tzinfo=UTC), "born_on": date(2026, 3, 1)},
        {"lines": [{"quantity": 1}], "amount": 9.5, "weight": None},
    ],
)
def test_what_the_document_says_is_accepted(said):
    order = Order.model_validate(said)
    assert order.model_dump(exclude_unset=True).keys() == said.keys()


@pytest.mark.parametrize(
    "said",
    [
        {"number": False},
        {"number": "3"},
        {"number": 3.0},
        {"paid": 1},
        {"paid": "yes"},
        {"weight": "1.5"},
        {"weight": True},
        {"weight": float("inf")},
        {"weight": float("nan")},
        {"amount": True},
        {"amount": "NaN"},
        {"amount": "ten"},
        {"placed_at": 1_700_000_000},
        {"placed_at": "1700000000"},
        {"placed_at": "2026-03-01T09:30:00"},
        {"placed_at": "2026-03-01"},
        {"born_on": 20},
        {"born_on": "2026-02-31"},
        {"lines": [{"quantity": "1"}]},
        {"lines": [{"quantity": 1, "price": 2}]},
        {"name": 5},
        {"unknown": 1},
    ],
)
def test_anything_else_is_refused(said):
    with pytest.raises(ValidationError):
        Order.model_validate(said)


def test_a_cursor_returns_what_it_was_given_to_its_own_list_only():
    cursor = write_cursor("contacts", ["Ann", 7])
    assert read_cursor("contacts", cursor) == ["Ann", 7]
    assert read_cursor("contacts", "") is None
    for purpose, changed in (("orders", cursor), ("contacts", cursor[:-1] + "x")):
        with pytest.raises(Refused) as refusal:
            read_cursor(purpose, changed)
        assert refusal.value.field == "cursor"


@pytest.mark.parametrize(("found", "more"), [(2, False), (3, True)])
def test_a_page_ends_where_the_rows_end(found, more):
    page = page_of("n", range(found), limit=2, item=str, position=lambda row: row)
    assert page["items"] == ["0", "1"]
    assert (page["next"] is not None) is more
    if more:
        assert read_cursor("n", page["next"]) == 1


def test_a_time_in_an_address_is_written_out():
    assert TypeAdapter(Moment).validate_python("2026-03-01T00:00:00Z").year == 2026
    assert TypeAdapter(Day).validate_python("2026-03-01").day == 1
    for kind, said in ((Moment, "0.5"), (Moment, "2026-03-01"), (Day, "20513")):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(said)
