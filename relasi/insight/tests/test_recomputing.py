import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median

import pytest

from relasi.accounts.testing import SYSTEM
from relasi.commerce import public as commerce
from relasi.commerce.models import Order, OrderLine
from relasi.commerce.testing import make_order, make_product
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.insight import public as insight
from relasi.insight.actions.recomputing import recompute
from relasi.insight.models import SampledCategory, Score, ScoreRun
from relasi.insight.rules.lifecycle import Habit, Limits, typical_gap, verdict
from relasi.insight.rules.quintiles import cut_points, score

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def ago(days, hours=0):
    return NOW - timedelta(days=days, hours=hours)


def score_of(contact):
    return Score.objects.get(pk=contact)


def test_a_rhythm_of_twelve_days_and_a_silence_of_thirty_one_is_at_risk():
    ann = make_contact("Ann")
    for days in (67, 55, 43, 31):
        make_order(ann, at=ago(days), amount="10.00")

    recompute(now=NOW, by=SYSTEM)

    found = score_of(ann)
    assert (found.orders, found.order_days, found.revenue) == (4, 4, Decimal("40.00"))
    assert (found.typical_gap, found.lifecycle) == (12.0, "at_risk")
    assert Score.objects.count() == 1
    assert ScoreRun.objects.get().usual_gap == 12.0
    shown = insight.scores_of(ann)
    assert shown is not None
    sentence = insight.stage_reason(shown.verdict)
    assert sentence == (
        "Usually buys every 12 days; last order 31 days ago: 2.6 times the usual gap."
    )


def test_nobody_bought_and_nothing_breaks():
    make_contact("Ann")
    recompute(now=NOW, by=SYSTEM)
    assert Score.objects.count() == 0
    run = ScoreRun.objects.get()
    assert (run.contacts, run.usual_gap, run.problem) == (0, None, "")


def test_open_cancelled_and_later_orders_do_not_count():
    ann, bob, cid = (make_contact(name) for name in ("Ann", "Bob", "Cid"))
    make_order(ann, at=ago(1), status="cancelled")
    make_order(bob, at=ago(1), status="open")
    make_order(cid, at=NOW + timedelta(days=1))
    recompute(now=NOW, by=SYSTEM)
    assert Score.objects.count() == 0


def test_returns_reduce_the_money_and_not_the_orders():
    ann = make_contact("Ann")
    order = make_order(
        ann, make_product(category=("Tea",)), at=ago(5), amount="30.00", quantity="3"
    )
    (line,) = commerce.lines_of(order)
    commerce.return_goods(
        order_id=order, pieces=[commerce.ReturnIn(line.id, Decimal(1))], by=SYSTEM, now=NOW
    )
    recompute(now=NOW, by=SYSTEM)
    found = score_of(ann)
    assert (found.orders, found.revenue, found.category_count) == (1, Decimal("20.00"), 1)
    (one,) = insight.categories_of(ann)
    assert (one.orders, one.revenue, one.r, one.f, one.m) == (1, Decimal("20.00"), 3, 3, 3)


def test_range_is_categories_and_depth_is_items_per_order():
    ann = make_contact("Ann")
    tea, cups = make_product(category=("Tea",)), make_product(category=("Cups",))
    make_order(ann, tea, cups, at=ago(9), quantity="2")
    make_order(ann, tea, make_product(), at=ago(5))
    recompute(now=NOW, by=SYSTEM)
    found = score_of(ann)
    assert (found.category_count, found.items_per_order) == (2, 3.0)


def test_one_person_and_equal_people_are_in_the_middle():
    for name in ("Ann", "Bob"):
        make_order(make_contact(name), at=ago(5), amount="10.00")
    recompute(now=NOW, by=SYSTEM)
    assert set(Score.objects.values_list("r", "f", "m")) == {(3, 3, 3)}
    assert ScoreRun.objects.get().cut_points["m"] == []


def test_a_second_computation_writes_only_what_changed():
    ann, bob = make_contact("Ann"), make_contact("Bob")
    for contact in (ann, bob):
        make_order(contact, at=ago(5), amount="10.00")
    recompute(now=NOW, by=SYSTEM)
    make_order(bob, at=ago(1), amount="10.00")

    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)

    last = ScoreRun.objects.latest("pk")
    assert (last.contacts, score_of(bob).orders, score_of(ann).orders) == (2, 2, 1)
    Order.objects.filter(contact_id=bob).update(status="cancelled")
    recompute(now=NOW + timedelta(hours=2), by=SYSTEM)
    assert set(Score.objects.values_list("pk", flat=True)) == {ann}


def test_who_moved_keeps_where_they_came_from_and_since_when():
    ann = make_contact("Ann")
    make_order(ann, at=ago(1))
    recompute(now=NOW, by=SYSTEM)
    later = NOW + timedelta(days=70)
    recompute(now=later, by=SYSTEM)
    found = score_of(ann)
    assert (found.lifecycle, found.lifecycle_before, found.lifecycle_since) == (
        "at_risk",
        "first_time",
        later,
    )


def test_one_person_has_one_score_after_a_merge_and_two_after_taking_apart():
    ann, anna = make_contact("Ann"), make_contact("Anna")
    make_order(ann, at=ago(20), amount="10.00")
    make_order(anna, at=ago(10), amount="5.00")
    recompute(now=NOW, by=SYSTEM)

    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=NOW)

    found = Score.objects.get()
    assert (found.pk, found.orders, found.revenue) == (kept, 2, Decimal("15.00"))
    assert found.typical_gap == 10.0


def test_everybodys_scores_are_those_of_the_formulas():
    """Against the pure rules, over a random company."""
    dice = random.Random(7)
    goods = [make_product(category=(f"C{n % 3}",)) for n in range(5)]
    people = [make_contact(f"P{n}") for n in range(25)]
    for contact in people:
        for _ in range(dice.choice((0, 1, 1, 2, 3, 6))):
            at = ago(dice.randint(0, 400), dice.randint(0, 23))
            make_order(contact, dice.choice(goods), at=at, amount=str(dice.randint(0, 50)))

    recompute(now=NOW, by=SYSTEM)

    habits = {
        contact: sorted(Order.objects.filter(contact_id=contact).values_list("placed_at", "total"))
        for contact in people
    }
    habits = {contact: orders for contact, orders in habits.items() if orders}
    days = {c: [at.date().toordinal() for at, _t in orders] for c, orders in habits.items()}
    own = [typical_gap(found) or 0.0 for found in days.values() if len(set(found)) >= 3]
    usual = float(median(own))
    lasts = {c: orders[-1][0] for c, orders in habits.items()}
    money = {c: sum(total for _at, total in orders) for c, orders in habits.items()}
    for contact, orders in habits.items():
        found = score_of(contact)
        habit = Habit(lasts[contact], len(set(days[contact])), typical_gap(days[contact]))
        assert found.last_order_at == lasts[contact]
        assert found.r == score(lasts[contact], cut_points(list(lasts.values())))
        assert found.f == score(len(orders), cut_points([len(o) for o in habits.values()]))
        assert found.m == score(money[contact], cut_points(list(money.values())))
        assert found.lifecycle == verdict(habit, usual, Limits(), as_of=NOW).stage
        categories = OrderLine.objects.filter(contact_id=contact).values("product__category")
        assert found.category_count == categories.distinct().count()
    assert Score.objects.count() == len(habits)


def sampled():
    return set(SampledCategory.objects.values_list("contact_id", flat=True))


def test_whose_data_are_kept_and_not_used_has_no_score_until_they_are_used_again():
    ann, bob = make_contact("Ann"), make_contact("Bob")
    for person in (ann, bob):
        make_order(person, make_product(category=("Coffee",)), at=ago(9), amount="10.00")
    recompute(now=NOW, by=SYSTEM)
    assert sampled() == {ann, bob}

    consent.restrict(contact_id=ann, reason="", by=SYSTEM, now=NOW)
    assert not Score.objects.filter(pk=ann).exists()
    recompute(now=NOW + timedelta(days=1), by=SYSTEM)
    recompute(now=NOW + timedelta(days=1), by=SYSTEM, whole=True)
    assert list(Score.objects.values_list("pk", flat=True)) == [bob]
    assert sampled() == {bob}

    consent.release(contact_id=ann, by=SYSTEM, now=NOW)
    assert score_of(ann).orders == 1
    recompute(now=NOW + timedelta(days=2), by=SYSTEM)
    assert sampled() == {ann, bob}
    assert score_of(ann).orders == 1
