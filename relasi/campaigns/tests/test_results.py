from datetime import timedelta

import pytest

from relasi.campaigns import public
from relasi.campaigns.models import Recipient
from relasi.campaigns.testing import NOON, make_launched, make_reader
from relasi.commerce.testing import make_order

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def drawn(campaign_id, group):
    rows = Recipient.objects.filter(campaign_id=campaign_id, group=group).order_by("contact_id")
    return list(rows.values_list("contact_id", flat=True))


def campaign_of(people=40, holdout="50", **values):
    """A launched campaign, its contacted and its held-out people."""
    for _ in range(people):
        make_reader()
    campaign_id = make_launched(holdout=holdout, **values)
    return campaign_id, drawn(campaign_id, "contacted"), drawn(campaign_id, "held_out")


def test_revenue_counts_from_sending_to_the_end_of_the_window_and_nowhere_else():
    campaign_id, contacted, held_out = campaign_of(window_days=7)
    buyer = contacted[0]
    make_order(buyer, at=NOON - DAY, amount="1000.00")
    make_order(buyer, at=NOON, amount="100.00")
    make_order(buyer, at=NOON + 7 * DAY - timedelta(seconds=1), amount="50.00")
    make_order(buyer, at=NOON + 7 * DAY, amount="1000.00")
    make_order(buyer, at=NOON + DAY, amount="1000.00", status="cancelled")
    make_order(held_out[0], at=NOON + 2 * DAY, amount="30.00")
    outsider = make_reader()
    make_order(outsider, at=NOON + DAY, amount="1000.00")

    found = public.result(campaign_id, now=NOON + 30 * DAY)

    everyone = found.everyone
    assert everyone.effect is not None
    assert (everyone.contacted.people, everyone.held_out.people) == (
        len(contacted),
        len(held_out),
    )
    assert everyone.contacted.amounts == (150.0,)
    assert everyone.contacted.orders == 2
    assert everyone.held_out.amounts == (30.0,)
    assert everyone.effect.revenue.middle == pytest.approx(
        150 / len(contacted) - 30 / len(held_out)
    )
    assert everyone.effect.buying.middle == pytest.approx(1 / len(contacted) - 1 / len(held_out))
    assert everyone.verdict == "same"
    assert found.is_complete


def test_a_window_that_still_runs_counts_the_days_that_are_over():
    campaign_id, contacted, _ = campaign_of(window_days=14)
    make_order(contacted[0], at=NOON + 2 * DAY + timedelta(hours=3), amount="70.00")
    make_order(contacted[0], at=NOON + 5 * DAY, amount="900.00")

    found = public.result(campaign_id, now=NOON + 3 * DAY + timedelta(hours=1))

    assert (found.days_over, found.is_complete) == (3, False)
    assert found.until == NOON + 14 * DAY
    per_person = 70 / len(contacted)
    contacted_so_far = [day.contacted.middle for day in found.course if day.contacted]
    assert contacted_so_far == pytest.approx([0, 0, per_person])
    assert [day.held_out.middle for day in found.course if day.held_out] == [0, 0, 0]


def test_a_clear_difference_is_called_one_and_no_difference_is_not():
    campaign_id, contacted, held_out = campaign_of(people=80)
    for n, contact_id in enumerate(contacted):
        make_order(contact_id, at=NOON + DAY, amount=f"{100 + n % 5}.00")
    for n, contact_id in enumerate(held_out):
        make_order(contact_id, at=NOON + DAY, amount=f"{50 + n % 5}.00")

    earned = public.result(campaign_id, now=NOON + 30 * DAY).everyone

    assert earned.verdict == "earned"
    assert earned.effect is not None
    assert earned.effect.revenue.low < 50 < earned.effect.revenue.high
    assert earned.extra_total == pytest.approx(earned.effect.revenue.middle * len(contacted))


def test_without_a_hold_out_it_cannot_say_what_the_mail_earned():
    campaign_id, contacted, _ = campaign_of(holdout="0")
    make_order(contacted[0], at=NOON + DAY, amount="70.00")

    found = public.result(campaign_id, now=NOON + 30 * DAY)

    assert found.everyone.verdict == "no_holdout"
    assert found.everyone.effect is None
    assert found.course[-1].held_out is None


def test_on_the_first_day_it_is_too_early_to_say():
    campaign_id, _, _ = campaign_of()

    found = public.result(campaign_id, now=NOON + timedelta(hours=5))

    assert found.everyone.verdict == "too_early"
    assert found.course == ()


def test_goods_that_came_back_count_off():
    campaign_id, contacted, _ = campaign_of()
    order_id = make_order(contacted[0], at=NOON + DAY, amount="70.00")
    from relasi.commerce.models import Order

    Order.objects.filter(pk=order_id).update(returned_base=20)

    found = public.result(campaign_id, now=NOON + 30 * DAY)

    assert found.everyone.contacted.amounts == (50.0,)
