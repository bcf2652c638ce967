"""Told orders become orders, once: a known number is the same order, whoever tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from relasi.accounts import public as accounts
from relasi.timeline.events import OrderTold

from .ending import end
from .known import Known, known_orders
from .rating import Rates
from .waiting import of_numbers, wait
from .writing import add, change

BUYS = frozenset({"completed", "updated"})


@dataclass(slots=True)
class Sorted:
    """What is to be done, each in the order in which it was told. `fresh` and `changed` are by
    number; of several that say what an order is now, the last.
    """

    fresh: dict[str, OrderTold] = field(default_factory=dict)
    changed: dict[str, OrderTold] = field(default_factory=dict)
    ended: list[OrderTold] = field(default_factory=list)
    waiting: list[OrderTold] = field(default_factory=list)


@accounts.remembering()
def take_in(told: Sequence[OrderTold], now: datetime) -> None:
    """In the transaction of the events."""
    if not told:
        return
    known = known_orders({one.order.number for one in told})
    rates = Rates(one.order.currency for one in told)
    found = _sorted(told, known, rates)
    wait(found.waiting, now)
    add(found.fresh, rates, now)
    change(found.changed, known, rates, now)
    end(found.ended, now)
    settle(found.fresh, now)


def settle(numbers: Sequence[str] | dict[str, OrderTold], now: datetime) -> None:
    """These orders are here now: do what waits for them."""
    take_in(of_numbers(list(numbers)), now)


def _sorted(told: Sequence[OrderTold], known: dict[str, Known], rates: Rates) -> Sorted:
    found = Sorted()
    for one in told:
        number, is_here = one.order.number, one.order.number in known
        if one.order.doing not in BUYS:
            (found.ended if is_here or number in found.fresh else found.waiting).append(one)
        elif is_here:
            if one.order.doing == "updated":
                found.changed[number] = one
        elif number in found.fresh:
            if one.order.doing == "updated":
                found.fresh[number] = replace(found.fresh[number], order=one.order)
        elif one.contact_id is None or rates.at(one.order.currency, one.at) is None:
            found.waiting.append(one)
        else:
            found.fresh[number] = one
    return found
