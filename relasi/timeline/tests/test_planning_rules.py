"""What departs from a tracking plan, and what is done about it."""

import json
from datetime import UTC, datetime

import pytest

from relasi.timeline.rules.arriving import Arrived, read
from relasi.timeline.rules.planning import (
    SURE,
    Handling,
    Keeper,
    Misread,
    Plan,
    PlannedEvent,
    PlannedProperty,
    Seen,
    as_schema,
    from_schema,
    is_name,
    learned,
    mended,
    merged,
    shape_of,
)

CUP = PlannedEvent(
    {
        "sku": PlannedProperty(("string",), required=True),
        "price": PlannedProperty(("number",)),
        "size": PlannedProperty(allowed=("small", "2")),
    }
)
PLAN = Plan({"cup sold": CUP})


def judge(own, handling=None, name="cup sold", plan=PLAN, **more):
    keeper = Keeper(plan, handling or Handling(), is_kept=True)
    return keeper.judge(shape_of(name, own), own, **more)


def faults(own, name="cup sold"):
    verdict = judge(own, name=name)
    return [(one.problem, one.property) for one in verdict.faults] if verdict else []


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ({"sku": "C-1"}, []),
        ({"sku": "C-1", "price": 5}, []),
        ({"sku": "C-1", "price": 5.5, "size": "small"}, []),
        ({"sku": "C-1", "size": 2}, []),
        ({"sku": "C-1", "size": 2.0}, []),
        ({"sku": "C-1", "price": None}, []),
        ({"sku": "C-1", "source_id": 4, "user_id": "ann", "$lib": "web"}, []),
        ({"sku": "C-1", "price": "5"}, [("value", "price")]),
        ({"sku": "C-1", "price": True}, [("value", "price")]),
        ({"sku": "C-1", "size": "large"}, [("value", "size")]),
        ({"sku": "C-1", "size": ["small"]}, [("value", "size")]),
        ({"price": 5}, [("missing", "sku")]),
        ({"sku": None}, [("missing", "sku")]),
        ({"sku": "C-1", "hue": "red"}, [("property", "hue")]),
        ({"hue": 1}, [("property", "hue"), ("missing", "sku")]),
    ],
)
def test_what_departs_is_told_by_property(own, found):
    assert faults(own) == found


def test_an_event_that_is_not_planned_departs_as_a_whole():
    assert faults({"sku": 1}, "cup broken") == [("event", "")]


def test_a_plan_that_rests_or_is_only_learned_judges_nothing():
    keeper = Keeper(PLAN, Handling("quarantine"), is_kept=False)
    assert keeper.judge(shape_of("other", {}), {}) is None


@pytest.mark.parametrize(
    ("own", "handling", "done", "without", "reason"),
    [
        ({"hue": 1, "sku": "a"}, Handling(), "allow", set(), "plan_property"),
        ({"hue": 1, "sku": "a"}, Handling(property="omit"), "allow", {"hue"}, "plan_property"),
        ({"hue": 1, "sku": "a"}, Handling(property="quarantine"), "quarantine", set(),
         "plan_property"),
        ({"price": "x", "sku": "a"}, Handling(value="omit"), "allow", {"price"}, "plan_value"),
        ({"price": "x", "hue": 1, "sku": "a"}, Handling(value="omit"), "allow", {"price"},
         "plan_value"),
        ({"sku": 5}, Handling(value="omit"), "omit", set(), "plan_value"),
        ({}, Handling(value="omit"), "omit", set(), "plan_missing"),
        ({}, Handling(value="quarantine", property="omit"), "quarantine", set(), "plan_missing"),
        ({"hue": 1}, Handling(value="quarantine", property="omit"), "quarantine", set(),
         "plan_missing"),
        ({"hue": 1}, Handling(value="omit", property="quarantine"), "quarantine", set(),
         "plan_property"),
    ],
)  # fmt: skip
def test_the_strictest_of_what_is_asked_decides(own, handling, done, without, reason):
    verdict = judge(own, handling)
    assert verdict is not None
    assert (verdict.done, verdict.without) == (done, without)
    if done != "allow":
        assert verdict.reason == reason


def test_an_order_is_never_left_out_but_waits():
    handling = Handling(event="omit")
    assert judge({}, handling, "checkout completed", tells_order=True).done == "quarantine"
    assert judge({}, handling, "cup broken").done == "omit"


def test_the_complaint_names_each_property_and_what_came():
    verdict = judge({"price": "x", "hue": 1}, Handling(value="quarantine"))
    assert verdict is not None
    complaint = verdict.complaint("cup sold")
    assert complaint.reason == "plan_value"
    assert complaint.detail == "price string; hue; sku"


def test_wide_shapes_and_long_names_are_judged_but_not_remembered():
    keeper = Keeper(PLAN, Handling(), is_kept=True)
    for own in ({f"made up {n}": n for n in range(500)}, {"x" * 9_000: 1}):
        verdict = keeper.judge(shape_of("cup sold", own), own)
        assert verdict is not None
        assert len(verdict.complaint("cup sold").detail) < 2_000
    assert keeper._known == {}


def test_many_made_up_shapes_fill_no_memory(monkeypatch):
    monkeypatch.setattr("relasi.timeline.rules.planning.judging.MOST_SHAPES", 10)
    keeper = Keeper(PLAN, Handling(), is_kept=True)
    for number in range(100):
        own = {f"p{number}": 1}
        keeper.judge(shape_of("cup sold", own), own)
    assert len(keeper._known) <= 10


def test_a_plan_is_learned_with_kinds_and_what_was_always_there():
    plan = learned(
        [
            Seen("cup sold", "", "", SURE),
            Seen("cup sold", "sku", "string", SURE - 1),
            Seen("cup sold", "sku", "integer", 1),
            Seen("cup sold", "price", "number", 7),
            Seen("cup sold", "price", "integer", 60),
            Seen("cup sold", "", "string", 4),
            Seen("rare", "", "", SURE - 1),
            Seen("rare", "x", "string", SURE - 1),
            Seen("", "", "", 4),
        ]
    )

    assert plan == Plan(
        {
            "cup sold": PlannedEvent(
                {
                    "price": PlannedProperty(("number",)),
                    "sku": PlannedProperty(("string", "integer"), required=True),
                }
            ),
            "rare": PlannedEvent({"x": PlannedProperty(("string",))}),
        }
    )


def test_what_a_plan_says_itself_stands_when_more_is_learned():
    news = learned([Seen("cup sold", "", "", 1), Seen("cup sold", "sku", "integer", 1),
                    Seen("cup sold", "hue", "string", 1), Seen("seen", "", "", 1)])  # fmt: skip

    both = merged(PLAN, news)

    assert both.events["cup sold"].properties["sku"] == CUP.properties["sku"]
    assert "hue" in both.events["cup sold"].properties
    assert set(both.events) == {"cup sold", "seen"}


@pytest.mark.parametrize("word", ["ann@example.org", "0812345678", "", "x" * 81, "a\nb"])
def test_what_stands_where_a_name_should_is_no_name(word):
    assert not is_name(word)
    assert is_name("price 2026")


def test_a_plan_goes_out_as_json_schema_and_comes_back_the_same():
    event = PlannedEvent(
        {**CUP.properties, "any": PlannedProperty(other_names=("egal",)),
         "n": PlannedProperty(("integer",), allowed=("1", "-2")),
         "b": PlannedProperty(("boolean",), allowed=("true",))},
        other_names=("Cangkir Terjual",),
    )  # fmt: skip
    plan, handling = Plan({"cup sold": event}), Handling("omit", "quarantine", "allow")

    document = json.loads(json.dumps(as_schema(plan, handling, "Shop")))

    cup = document["$defs"]["cup sold"]
    assert cup["required"] == ["sku"]
    assert cup["properties"]["n"] == {"type": "integer", "enum": [1, -2]}
    assert from_schema(document) == (plan, handling)


def test_a_schema_written_elsewhere_is_read_as_far_as_a_plan_goes():
    document = {
        "$defs": {
            "Order Completed": {
                "required": ["order_id"],
                "properties": {"revenue": {"type": ["number", "null"], "minimum": 0}, "x": True},
            }
        }
    }

    plan, handling = from_schema(document)

    assert handling is None
    assert plan.events["checkout completed"].properties == {
        "order_id": PlannedProperty(required=True),
        "revenue": PlannedProperty(("number",)),
        "x": PlannedProperty(),
    }


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([], "no_events"),
        ({"": {}}, "bad_name"),
        ({"x" * 61: {}}, "bad_name"),
        ({"a\nb": {}}, "bad_name"),
        ({"half \ud83d": {}}, "bad_name"),
        ({"Order Completed": {}, "order completed": {}}, "twice"),
        ({"a": 5}, "bad_event"),
        ({"a": {"properties": []}}, "bad_event"),
        ({"a": {"properties": {"p": 5}}}, "bad_property"),
        ({"a": {"properties": {"p": {"type": "date"}}}}, "bad_kind"),
        ({"a": {"properties": {"p": {"type": [["x"]]}}}}, "bad_kind"),
        ({"a": {"properties": {"p": {"enum": [{}]}}}}, "bad_values"),
        ({"a": {"properties": {"p": {"enum": "x"}}}}, "bad_values"),
        ({"a": {"properties": {"p": {"x-other-names": [5]}}}}, "bad_name"),
        ({"a": {"properties": {"p": {"x-other-names": ["q"]}, "q": {}}}}, "name_taken"),
        ({"a": {"x-other-names": ["b"]}, "b": {}}, "name_taken"),
        ({"a": {"x-other-names": ["Order Completed"]}}, "name_taken"),
        ({"a": {"x-other-names": ["page viewed"]}}, "name_taken"),
        ({f"e{n}": {} for n in range(501)}, "too_many_events"),
        ({"a": {"properties": {f"p{n}": {} for n in range(201)}}}, "too_many_properties"),
    ],
)
def test_what_is_no_plan_is_refused_by_place(events, code):
    with pytest.raises(Misread) as refused:
        from_schema({"$defs": events})
    assert refused.value.code == code


@pytest.mark.parametrize("said", [5, {"event": "omit"}, {"event": 1, "property": 2, "value": 3}])
def test_what_is_done_must_be_said_in_full(said):
    with pytest.raises(Misread, match="bad_handling"):
        from_schema({"$defs": {}, "x-not-planned": said})


NAMED = Plan(
    {
        "checkout completed": PlannedEvent(
            {"order_id": PlannedProperty(other_names=("nomor",)), "revenue": PlannedProperty()},
            other_names=("Pesanan Selesai",),
        )
    }
)


def arrived(family="segment", **body):
    given = {"type": "track", "messageId": "m", "userId": "ann", "distinct_id": "ann"} | body
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return Arrived(1, 1, family, "", now, "", "", "", json.dumps(given))


@pytest.mark.parametrize("family", ["segment", "posthog"])
def test_another_name_is_put_right_before_it_is_read(family):
    own = {"nomor": 7, "revenue": 5, "currency": "IDR"}
    came = arrived(family, event="Pesanan Selesai", properties=own)
    keeper, incoming = Keeper(NAMED, Handling(), is_kept=True), read(came)
    assert keeper.renames(incoming, {})

    right = read(mended(came, incoming, keeper))

    assert right.name == "checkout completed"
    assert right.order is not None
    assert right.order.number == "7"


def test_where_both_names_are_told_the_planned_one_stands():
    own = {"nomor": 7, "order_id": 8, "revenue": 5, "currency": "IDR"}
    came = arrived(event="Order Completed", properties=own)
    keeper, incoming = Keeper(NAMED, Handling(), is_kept=True), read(came)

    assert keeper.renames(incoming, {"nomor": 7})
    right = read(mended(came, incoming, keeper))
    assert right.order is not None
    assert right.order.number == "8"
    assert not keeper.renames(incoming, {"order_id": 8})
