"""What an address asks of a list."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as some

from relasi.kernel.errors import Refused
from relasi.ui.lists.spec import Column, Filter, ListSpec
from relasi.ui.lists.state import FilterValue, state_of

SPEC = ListSpec(
    key="people",
    title="People",
    columns=(
        Column("name", "Name"),
        Column("value", "Value", kind="money"),
        Column("reach", "Reach", kind="html", sortable=False),
        Column("city", "City", default=False),
    ),
    filters=(
        Filter("stage", "Stage", kind="choice", choices=lambda: [("a", "Active"), ("l", "Lapsed")]),
        Filter("city", "City"),
        Filter("value", "Value", kind="number"),
        Filter("risk", "Risk", kind="percent"),
        Filter("last", "Last order", kind="date"),
        Filter("mail", "Mail", kind="boolean"),
    ),
    default_sort="-created",
    page_size=50,
)


def asked(query=""):
    return state_of(QueryDict(query), SPEC)


def test_an_address_without_a_question_gives_the_usual_list():
    state = asked()

    assert (state.search, state.sort, state.descending, state.filters) == ("", "created", True, ())
    assert (state.page, state.offset, state.limit) == (1, 0, 50)
    assert [column.key for column in state.columns] == ["name", "value", "reach"]
    assert state.query_string == ""


def test_an_address_says_all_of_the_question():
    state = asked("q=+ann+&sort=-value&page=3&cols=city,value&f=stage:is:a&f=city:contains:a:b")

    assert (state.search, state.sort, state.descending) == ("ann", "value", True)
    assert state.filters == (
        FilterValue("stage", "is", "a"),
        FilterValue("city", "contains", "a:b"),
    )
    assert state.offset == 100
    assert [column.key for column in state.columns] == ["name", "city", "value"]


def test_values_come_typed():
    state = asked("f=value:above:12.50&f=risk:below:30&f=last:before:2026-02-28&f=mail:is:yes")

    amount, risk, last, mail = state.filters
    assert amount.number == Decimal("12.50")
    assert risk.share == Decimal("0.3")
    assert last.on == date(2026, 2, 28)
    assert mail.yes is True


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("sort=age", "sort"),
        ("sort=reach", "sort"),
        ("page=0", "page"),
        ("page=two", "page"),
        ("page=99999999999999999999", "page"),
        ("cols=name,age", "cols"),
        ("f=age:is:3", "f"),
        ("f=", "f"),
        ("f=stage", "stage"),
        ("f=stage:above:a", "stage"),
        ("f=stage:is:gone", "stage"),
        ("f=stage:is:", "stage"),
        ("f=value:above:many", "value"),
        ("f=value:above:NaN", "value"),
        ("f=value:above:1e999999", "value"),
        ("f=last:after:2026-02-31", "last"),
        ("f=mail:is:maybe", "mail"),
        ("&".join(["f=city:is:x"] * 21), "f"),
        ("f_key=value&f_rel=above&f_val=", "value"),
    ],
)
def test_what_the_list_has_not_is_refused_with_a_sentence(query, field):
    with pytest.raises(Refused) as refusal:
        asked(query)

    assert refusal.value.field == field
    assert refusal.value.sentence.endswith(".")


def test_is_set_needs_no_value_and_keeps_none():
    assert asked("f=city:not_set:Solo").filters == (FilterValue("city", "not_set", ""),)


def test_a_form_adds_a_filter_to_those_that_are_there():
    state = asked("f=stage:is:a&f_key=city&f_rel=contains&f_val=Solo&page=4")

    assert state.filters == (
        FilterValue("stage", "is", "a"),
        FilterValue("city", "contains", "Solo"),
    )
    assert state.page == 1


def test_a_form_changes_the_filter_at_its_place():
    state = asked("f=stage:is:a&f=city:is:Solo&f_at=1&f_key=city&f_rel=is&f_val=Ubud")

    assert state.filters == (FilterValue("stage", "is", "a"), FilterValue("city", "is", "Ubud"))


def test_the_column_chooser_sends_one_name_at_a_time_and_the_name_stays():
    state = asked("col=city")

    assert [column.key for column in state.columns] == ["name", "city"]
    assert asked("col=name&col=value&col=reach").chosen_columns == ()


def test_taking_a_filter_away_goes_back_to_the_first_page():
    state = asked("f=stage:is:a&f=city:is:Solo&page=3").without(0)

    assert (state.filters, state.page) == ((FilterValue("city", "is", "Solo"),), 1)


def test_an_address_leads_back_to_its_question():
    state = asked("q=ann&sort=name&cols=city,value&f=city:contains:a%26b:c&page=2")

    again = asked(state.address(state.page)[1:])

    assert again == state


@given(some.text(max_size=40), some.text(max_size=40))
def test_whatever_is_typed_survives_the_address(search, value):
    state = replace(asked(), search=search.strip(), filters=())
    if value.strip():
        state = state.with_filter(FilterValue("city", "contains", value.strip()))

    assert asked(state.address()[1:]) == state


@given(some.text(max_size=60))
def test_no_address_breaks_the_list(text):
    for name in ("q", "sort", "page", "cols", "col", "f", "f_key", "f_at"):
        query = QueryDict(mutable=True)
        query[name] = text
        try:
            state_of(query, SPEC)
        except Refused as refusal:
            assert refusal.sentence  # noqa: PT017


def test_what_is_written_down_of_a_list_names_nobody():
    state = asked("q=ann@example.org&f=city:is:Bogor&f=value:above:7")

    assert state.asked_by == "q city:is value:above"
