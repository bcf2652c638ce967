"""Only purchases that changed are read again, and the scores are those of reading all."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from relasi.accounts.testing import SYSTEM
from relasi.commerce import public as commerce
from relasi.commerce.models import Order, OrderLine
from relasi.commerce.testing import make_order, make_product
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.insight.actions import recomputing
from relasi.insight.actions.recomputing import recompute
from relasi.insight.actions.rescoring import rescore
from relasi.insight.computing import changes, samples
from relasi.insight.models import PurchaseChange, SampledCategory, Score, ScoreRun

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """In a company of a few everybody would be many: here the shorter way is always taken."""
    monkeypatch.setattr(changes, "FEW", 2.0)


def scores():
    return list(Score.objects.order_by("pk").values_list())


def noted(*, people=(), products=()):
    """Exactly these are noted; then the notes are wiped."""
    rows = PurchaseChange.objects.values_list("contact_id", "product_id")
    assert set(rows) == {(one, None) for one in people} | {(None, one) for one in products}
    PurchaseChange.objects.all().delete()


def change(product, **changes):
    commerce.change_product(product_id=product, changes=changes, by=SYSTEM, now=NOW)


def whole_differs(now):
    """How many scores are otherwise when everything is read; the borders have to be the same."""
    before, sampled = ScoreRun.objects.latest("pk"), sample_rows()
    recompute(now=now, by=SYSTEM, whole=True)
    after = ScoreRun.objects.latest("pk")
    assert (before.cut_points, sampled) == (after.cut_points, sample_rows())
    return after.changed


def sample_rows():
    return list(SampledCategory.objects.order_by("contact_id", "category").values())


@pytest.fixture
def shop():
    """Thirty people, six products in three categories and one in none; scored."""
    dice = random.Random(11)
    goods = [make_product(category=(f"C{n % 3}",)) for n in range(6)] + [make_product()]
    people = [make_contact(f"P{n}") for n in range(30)]
    for contact in people:
        for _ in range(dice.choice((0, 1, 2, 5))):
            buy(dice, contact, goods, dice.randint(0, 300))
    recompute(now=NOW, by=SYSTEM)
    return dice, people, goods


def buy(dice, contact, goods, days):
    return make_order(
        contact,
        *dice.sample(goods, 2),
        at=NOW - timedelta(days=days),
        amount=str(dice.randint(1, 90)),
        quantity=dice.choice(("1", "2.5")),
    )


def test_a_computation_has_seen_what_changed_before_it(shop):
    assert not PurchaseChange.objects.exists()
    dice, people, goods = shop
    buy(dice, people[3], goods, 1)
    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    assert not PurchaseChange.objects.exists()


def test_what_happens_while_it_computes_stays_for_the_next(shop, monkeypatch):
    dice, people, goods = shop
    compute = recomputing._compute

    def slow(*arguments, **named):
        outcome = compute(*arguments, **named)
        buy(dice, people[3], goods, 1)
        return outcome

    before = Score.objects.filter(pk=people[3]).values_list("orders", flat=True).first() or 0
    buy(dice, people[4], goods, 1)
    with monkeypatch.context() as during:
        during.setattr(recomputing, "_compute", slow)
        recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    assert set(PurchaseChange.objects.values_list("contact_id", flat=True)) == {people[3]}
    recompute(now=NOW + timedelta(hours=2), by=SYSTEM)
    assert Score.objects.get(pk=people[3]).orders == before + 1


def test_who_was_scored_alone_is_read_again_by_the_next(shop):
    _dice, people, _goods = shop
    rescore(contact_ids=[people[3]])
    noted(people=[people[3]])


@pytest.mark.usefixtures("shop")
def test_nobody_else_computes_while_one_does(monkeypatch):
    compute = recomputing._compute
    free = []

    def looked(*arguments, **named):
        with ThreadPoolExecutor(1) as other:
            free.append(other.submit(lock_is_free).result())
        return compute(*arguments, **named)

    monkeypatch.setattr(recomputing, "_compute", looked)
    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    assert free == [False]
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lock_is_free).result(), "it is let go of at the end"


def lock_is_free():
    """From a connection of its own, which ends and with it what it took."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('insight_recompute'))")
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_scores_by_another_definition_are_read_anew(shop):
    """As after an upgrade, before which nothing was noted."""
    _dice, _people, _goods = shop
    ScoreRun.objects.update(facts=0)
    one = Score.objects.values_list("pk", flat=True)[0]
    Score.objects.filter(pk=one).update(orders=99)
    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    assert Score.objects.get(pk=one).orders < 99


def test_whatever_happens_to_purchases_is_noticed(shop):
    dice, people, goods = shop
    bought = buy(dice, people[0], goods, 2)
    noted(people=[people[0]])

    line, other = commerce.lines_of(bought)
    commerce.return_goods(
        order_id=bought, pieces=[commerce.ReturnIn(line.id, Decimal(1))], by=SYSTEM, now=NOW
    )
    noted(people=[people[0]])

    OrderLine.objects.filter(pk=other.id).update(quantity=7)
    noted(people=[people[0]])

    OrderLine.objects.filter(pk=line.id).delete()
    noted(people=[people[0]])

    row = OrderLine.objects.get(pk=other.id)
    row.pk, row.number = None, 9
    row.save()
    noted(people=[people[0]])

    Order.objects.filter(pk=bought).update(contact_id=people[1])
    noted(people=[people[0], people[1]])

    Order.objects.filter(pk=bought).delete()
    noted(people=[people[1]])

    change(goods[0], category_id=commerce.ensure_category(("New",)))
    noted(products=[goods[0]])

    change(goods[0], name="Tea")
    noted()


def test_an_order_dated_later_counts_once_its_day_has_come(shop):
    dice, people, goods = shop
    before = Score.objects.filter(pk=people[5]).values_list("orders", flat=True).first() or 0
    buy(dice, people[5], goods, -3)
    recompute(now=NOW + timedelta(days=1), by=SYSTEM)
    assert not PurchaseChange.objects.exists()
    recompute(now=NOW + timedelta(days=4), by=SYSTEM)
    assert Score.objects.get(pk=people[5]).orders == before + 1


@pytest.mark.usefixtures("shop")
def test_going_back_in_time_reads_everything():
    recompute(now=NOW - timedelta(days=100), by=SYSTEM)
    counted = Order.objects.filter(placed_at__lte=NOW - timedelta(days=100))
    assert set(Score.objects.values_list("pk", flat=True)) == set(
        counted.values_list("contact_id", flat=True)
    )


@pytest.mark.usefixtures("shop")
def test_only_those_whose_purchases_changed_are_read():
    """A kept fact that is wrong stays until everything is read."""
    one, other = Score.objects.values_list("pk", flat=True)[:2]
    Score.objects.filter(pk__in=[one, other]).update(orders=99)
    Order.objects.filter(contact_id=one).update(version=2)
    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    assert Score.objects.get(pk=one).orders < 99
    assert Score.objects.get(pk=other).orders == 99
    assert whole_differs(NOW + timedelta(hours=1)) > 0
    assert Score.objects.get(pk=other).orders < 99


@pytest.mark.usefixtures("shop")
def test_of_the_sample_only_those_whose_purchases_changed_are_read():
    one, other = sorted({row["contact_id"] for row in sample_rows()})[:2]
    SampledCategory.objects.filter(contact_id__in=[one, other]).update(orders=99)
    Order.objects.filter(contact_id=one).update(version=2)
    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    wrong = {row["contact_id"] for row in sample_rows() if row["orders"] == 99}
    assert wrong == {other}


def test_a_sample_that_was_taken_otherwise_is_taken_anew(shop, monkeypatch):
    """As when a shop grows."""
    buyers = Score.objects.count()
    monkeypatch.setattr(samples, "SAMPLE", buyers // 2)
    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    assert ScoreRun.objects.latest("pk").sampled_every == 2
    found = {row["contact_id"] for row in sample_rows()}
    assert found
    assert all(one % 2 == 0 for one in found)
    dice, people, goods = shop
    for one in people[:6]:
        buy(dice, one, goods, 0)
    recompute(now=NOW + timedelta(hours=2), by=SYSTEM)
    assert whole_differs(NOW + timedelta(hours=2)) == 0


@pytest.mark.usefixtures("shop")
def test_many_changes_are_read_with_everything(monkeypatch):
    monkeypatch.setattr(changes, "FEW", 0.0)
    one, other = Score.objects.values_list("pk", flat=True)[:2]
    Score.objects.filter(pk=other).update(orders=99)
    Order.objects.filter(contact_id=one).update(version=2)
    recompute(now=NOW + timedelta(hours=1), by=SYSTEM)
    assert Score.objects.get(pk=other).orders < 99


def test_after_anything_the_scores_are_those_of_reading_all(shop):
    dice, people, goods = shop
    for day in range(1, 7):
        now = NOW + timedelta(days=day)
        for _ in range(4):
            happen(dice, people, goods, day)
        recompute(now=now, by=SYSTEM)
        assert whole_differs(now) == 0, f"day {day}"
    assert len(scores()) > 15


def happen(dice, people, goods, day):
    orders = list(Order.objects.order_by("pk").values_list("pk", flat=True))
    one = dice.choice(orders)
    match dice.randrange(6):
        case 0 | 1:
            buy(dice, dice.choice(people), goods, dice.choice((-day, -day - 1, 40)))
        case 2:
            Order.objects.filter(pk=one).delete()
        case 3:
            Order.objects.filter(pk=one).update(status="cancelled")
        case 4:
            place = dice.randrange(6)
            category = commerce.ensure_category((f"C{place}",)) if place < 5 else None
            change(dice.choice(goods), category_id=category)
        case 5:
            one, other = dice.sample(people, 2)
            kept = contacts.merge_contacts(one_id=one, other_id=other, by=SYSTEM, now=NOW)
            people.remove(other if kept == one else one)


def test_what_changed_is_counted_before_postgresql_plans_by_it():
    """Without figures it takes every product for a changed one and reads all order lines."""
    make_order(make_contact(), at=NOW - timedelta(days=3))
    recompute(now=NOW, by=SYSTEM)
    make_order(make_contact(), at=NOW - timedelta(days=2))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE insight_purchasechange")
    make_order(make_contact(), at=NOW - timedelta(days=1))
    recompute(now=NOW, by=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT null_frac FROM pg_stats"
            " WHERE tablename = 'insight_purchasechange' AND attname = 'product_id'"
        )
        assert cursor.fetchall() == [(1.0,)]
