"""A tracking plan learned from what comes, kept, and what becomes of what departs from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import make_organisation
from relasi.kernel.errors import Refused
from relasi.timeline.actions.collecting import planned_counts
from relasi.timeline.actions.planning.changing import plan_event, put_plan
from relasi.timeline.actions.planning.keeping import handle, keep_plan, rest_plan
from relasi.timeline.actions.planning.learning import LEARNED_FROM, adopt, learn, take
from relasi.timeline.actions.quarantine import send_again
from relasi.timeline.actions.retention import let_go
from relasi.timeline.models import (
    Event,
    Glimpse,
    Intake,
    PlanDeviation,
    PlanSeen,
    Quarantined,
    TrackingPlan,
    Visitor,
)
from relasi.timeline.queries.plans import event_lines, plan_card, property_lines
from relasi.timeline.rules.planning import Handling, Plan, PlannedEvent, PlannedProperty
from relasi.timeline.testing import make_source

from .arriving import NOW, arrive, collect, identify, is_balanced, make_site, outcomes, page, send
from .arriving import track as tracked

pytestmark = pytest.mark.django_db

BY: dict[str, Any] = {"by": SYSTEM, "now": NOW}
CUP = PlannedEvent(
    {"sku": PlannedProperty(("string",), required=True), "price": PlannedProperty(("number",))}
)


def track(message_id, event="cup sold", **own):
    return tracked("ann", message_id, event, properties=own)


def planned(site, *, events=None, **handling):
    """The plan is kept; what is not said is allowed."""
    plan = Plan(events or {"cup sold": CUP})
    put_plan(source_id=site, plan=plan, handling=Handling(**handling), **BY)
    keep_plan(source_id=site, **BY)
    return site


def deviations():
    rows = PlanDeviation.objects.order_by("event", "property", "problem", "done")
    return list(rows.values_list("event", "property", "problem", "done", "events"))


def stored():
    ours = {"source_id", "user_id", "anonymous_id"}
    return [
        (row.name, {key: row.properties[key] for key in row.properties if key not in ours})
        for row in Event.objects.order_by("pk")
    ]


def test_the_first_events_are_learned_from_and_then_no_more():
    site = make_site()
    learn(source_id=site, **BY)

    send(site, track("m1", sku="C-1", price=5), track("m2", sku="C-2", price=5.5))
    send(site, identify("ann", "m3", city="Bandung"), page("a-1", "m4"))

    plan = TrackingPlan.objects.get(pk=site)
    assert plan.learning == LEARNED_FROM - 4
    TrackingPlan.objects.update(learning=1)
    send(site, track("m5", sku="C-3"), track("m6", sku="C-4"))
    send(site, track("m7", sku="C-5"))
    take(source_id=site, **BY)

    card = plan_card(site)
    assert card.kept_since == NOW
    assert card.learning == 0
    assert card.plan == Plan(
        {
            "cup sold": PlannedEvent(
                {"price": PlannedProperty(("number",)), "sku": PlannedProperty(("string",))}
            ),
            "identified": PlannedEvent({"city": PlannedProperty(("string",))}),
            "page viewed": PlannedEvent(),
        }
    )
    (line,) = [one for one in event_lines(card, NOW) if one.name == "cup sold"]
    assert line.events == 4
    shares = {one.name: one.share for one in property_lines(card, "cup sold")}
    assert shares == {"price": 0.5, "sku": 1.0}


def test_an_empty_plan_is_not_taken_and_not_kept():
    site = make_site()
    for verb in (take, keep_plan):
        with pytest.raises(Refused):
            verb(source_id=site, **BY)


def test_what_departs_is_stored_as_it_came_and_counted_while_all_is_allowed():
    site = planned(make_site())

    send(site, track("m1", sku=5, hue="red"), track("m2", "cup broken"), track("m3"))

    assert [name for name, _own in stored()] == ["cup sold", "cup broken", "cup sold"]
    assert deviations() == [
        ("cup broken", "", "event", "allow", 1),
        ("cup sold", "hue", "property", "allow", 1),
        ("cup sold", "sku", "missing", "allow", 1),
        ("cup sold", "sku", "value", "allow", 1),
    ]
    assert outcomes() == {"received": 3, "stored": 3}


def test_an_event_that_is_not_planned_is_left_out_counted_and_shown():
    site = planned(make_site(), event="omit")

    send(site, page("a-1", "m1"), track("m2", sku="C-1"))

    assert stored() == [("cup sold", {"sku": "C-1"})]
    assert not Visitor.objects.filter(anonymous_id="a-1").exists()
    assert outcomes() == {"received": 2, "stored": 1, "omitted": 1}
    assert Intake.objects.get(outcome="omitted").reason == "plan_event"
    glimpse = Glimpse.objects.get(outcome="omitted")
    assert (glimpse.name, glimpse.reason) == ("page viewed", "plan_event")
    assert "m1" in glimpse.body
    assert is_balanced()


def test_what_was_left_out_does_not_come_in_when_it_is_sent_again():
    site = planned(make_site(), event="omit")
    send(site, track("m1", "cup broken"))
    rest_plan(source_id=site, **BY)

    send(site, track("m1", "cup broken"))

    assert outcomes() == {"received": 2, "omitted": 1, "repeated": 1}


def test_a_property_is_taken_out_alone():
    site = planned(make_site(), property="omit", value="omit")

    send(site, track("m1", sku="C-1", hue="red", price="5"))

    assert stored() == [("cup sold", {"sku": "C-1"})]
    assert deviations() == [
        ("cup sold", "hue", "property", "omit", 1),
        ("cup sold", "price", "value", "omit", 1),
    ]
    assert is_balanced()


def test_a_trait_that_is_taken_out_reaches_nobody():
    trait = {"identified": PlannedEvent({"city": PlannedProperty()})}
    site = planned(make_site(), events=trait, property="omit")

    send(site, identify("ann", "m1", city="Bandung", hobby="chess"))

    assert stored() == [("identified", {"traits": {"city": "Bandung"}})]


def test_what_waits_because_of_the_plan_goes_through_once_the_plan_is_changed():
    site = planned(make_site(), property="quarantine")
    send(site, track("m1", sku="C-1", hue="red"))
    send(site, track("m1", sku="C-1", hue="red"), track("m2", sku="C-2"))
    waiting = list(Quarantined.objects.values_list("reason", "detail"))
    assert waiting == [("plan_property", "hue")] * 2
    assert is_balanced()

    adopt(source_id=site, event="cup sold", property_="hue", **BY)
    send_again(rows=Quarantined.objects.all(), **BY)
    collect()

    assert stored() == [
        ("cup sold", {"sku": "C-2"}), ("cup sold", {"sku": "C-1", "hue": "red"}),
    ]  # fmt: skip
    assert outcomes() == {"received": 3, "stored": 2, "repeated": 1}
    assert is_balanced()


def test_a_mapping_puts_right_what_waits_and_what_comes():
    other = PlannedEvent(
        {"sku": PlannedProperty(("string",), required=True, other_names=("kode",))},
        other_names=("Cangkir Terjual",),
    )
    site = planned(make_site(), event="quarantine", value="quarantine")
    send(site, track("m1", "Cangkir Terjual", kode="C-1"))
    assert Quarantined.objects.get().reason == "plan_event"

    plan_event(source_id=site, name="cup sold", event=other, **BY)
    send_again(rows=Quarantined.objects.all(), **BY)
    send(site, track("m2", "Cangkir Terjual", sku="C-2"))

    assert stored() == [("cup sold", {"sku": "C-1"}), ("cup sold", {"sku": "C-2"})]
    assert is_balanced()


def test_an_order_is_not_left_out_by_a_plan_that_forgot_it():
    site = planned(make_site(), event="omit")
    make_organisation(name="Kopi Lereng", currency="IDR")
    order = {"order_id": "7", "revenue": 5, "currency": "IDR"}

    send(site, track("m1", "Order Completed", **order))

    assert Quarantined.objects.get().reason == "plan_event"
    assert deviations() == [("checkout completed", "", "event", "quarantine", 1)]
    assert is_balanced()


def test_what_may_not_be_kept_is_not_counted_by_plans_either():
    site = planned(make_site(consent_mode="required"), event="omit", value="quarantine")

    send(site, page("a-1", "m1"), page("a-1", "m2", name="x"), track("m3"))

    assert outcomes() == {"received": 3, "withheld": 3}
    assert not PlanSeen.objects.exists()
    assert not PlanDeviation.objects.exists()


def test_a_plan_says_nothing_of_other_sources():
    planned(make_site(), event="quarantine")
    other = make_site("Other")

    send(other, track("m1", "cup broken"))

    assert outcomes() == {"received": 1, "stored": 1}
    assert not PlanSeen.objects.exists()


def test_a_change_of_the_plan_holds_from_the_next_batch():
    site = planned(make_site(), event="omit")
    send(site, track("m1", "cup broken"))
    handle(source_id=site, handling=Handling(event="allow"), **BY)
    send(site, track("m2", "cup broken"))
    rest_plan(source_id=site, **BY)
    send(site, track("m3", "cup melted"))

    assert outcomes() == {"received": 3, "omitted": 1, "stored": 2}
    assert deviations() == [
        ("cup broken", "", "event", "allow", 1), ("cup broken", "", "event", "omit", 1),
    ]  # fmt: skip


def test_names_made_up_by_the_thousand_fill_no_table(monkeypatch):
    monkeypatch.setattr(planned_counts, "MOST_SEEN", 5)
    monkeypatch.setattr(planned_counts, "MOST_DEVIATIONS", 2)
    site = planned(make_site())

    for batch in range(4):
        send(site, *(track(f"m{batch}-{n}", f"made up {batch}-{n}") for n in range(4)))
    send(site, track("m-x", "made up 0-1"))

    assert PlanDeviation.objects.filter(source_id=site).count() == 5  # one batch, and the others
    assert sum(events for *_names, events in deviations()) == 17
    assert PlanDeviation.objects.get(event="made up 0-1").events == 2
    assert PlanSeen.objects.filter(source_id=site).count() <= 9


def test_somebodys_address_does_not_become_a_name():
    site = planned(make_site())

    send(site, track("m1", "ann@example.org", **{"0812345678": 1}))

    names = {row.event for row in PlanSeen.objects.all()} | {d[0] for d in deviations()}
    assert names == {""}
    assert not PlanSeen.objects.filter(property__contains="08123").exists()


def test_deviations_are_kept_for_ninety_days():
    site = planned(make_site())
    send(site, track("m1", "cup broken"))

    let_go(NOW + timedelta(days=90))
    assert PlanDeviation.objects.count() == 1
    let_go(NOW + timedelta(days=91))
    assert not PlanDeviation.objects.exists()


def test_a_source_that_is_added_learns_from_its_first_events():
    site = make_source()
    arrive(site, track("m1", sku="C-1"))
    collect()

    assert [line.name for line in event_lines(plan_card(site), NOW)] == ["cup sold"]


def test_however_many_events_are_judged_the_queries_stay_as_many():
    site = planned(make_site(), property="omit")
    send(site, track("m0", sku="C-0"))

    def queries(*events):
        arrive(site, *events)
        with CaptureQueriesContext(connection) as captured:
            collect()
        return len(captured)

    few = queries(track("m1", sku="C-1", hue="red"))
    many = queries(*(track(f"n{n}", sku="C-1", hue="red") for n in range(40)))

    assert many == few
