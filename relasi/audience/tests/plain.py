"""A slow, obvious evaluator: one person after the other, from rows in memory.

It shares nothing with the compiler but the tree, and knows nothing of SQL.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from relasi.audience.rules import tree as t
from relasi.audience.rules.vocabulary import CATEGORY_SCORE, CONTACT, SCORE


@dataclass
class Person:
    id: int
    fields: dict[str, Any]
    custom: dict[str, Any]
    tags: set[int] = field(default_factory=set)
    segments: set[int] = field(default_factory=set)
    score: dict[str, Any] | None = None
    # (status, placed_at, total, [(product, category, amount less returned)])
    orders: list[Any] = field(default_factory=list)
    consents: dict[Any, bool] = field(default_factory=dict)
    # kind → (validity, suppressed by these channels)
    addresses: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    now: datetime
    custom: dict[str, Any]
    families: dict[int, set[int]]
    cuts: dict[int, Any]
    people: list[Person]


def members(tree, world):
    return {p.id for p in world.people if fits(tree, p, world)}


def fits(node, person, world):
    if isinstance(node, t.Group):
        answers = [fits(child, person, world) for child in node.of]
        return {"all": all(answers), "any": any(answers), "none": not any(answers)}[node.how]
    return LEAVES[type(node)](node, person, world)


def _contact(leaf, person, world):
    return _answer(person.fields[leaf.field], CONTACT[leaf.field], leaf, world)


def _custom(leaf, person, world):
    return _answer(person.custom.get(leaf.field), world.custom[leaf.field], leaf, world)


def _score(leaf, person, world):
    known = SCORE[leaf.field]
    value = known.missing if person.score is None else person.score[leaf.field]
    return _answer(value, known, leaf, world)


def _category_score(leaf, person, world):
    known = CATEGORY_SCORE[leaf.field]
    bought = [
        (at, amount, number)
        for number, (status, at, _total, lines) in enumerate(person.orders)
        if status == "completed" and at <= world.now
        for _product, category, amount in lines
        if category == leaf.category
    ]
    if not bought:
        return _answer(known.missing, known, leaf, world)
    values = {
        "last_order_at": max(at for at, _a, _n in bought),
        "orders": len({number for _at, _a, number in bought}),
        "revenue": sum((amount for _at, amount, _n in bought), Decimal(0)),
    }
    cuts = world.cuts.get(leaf.category)
    for key, source in (("r", "last_order_at"), ("f", "orders"), ("m", "revenue")):
        borders = getattr(cuts, key) if cuts else ()
        values[key] = 1 + sum(values[source] > cut for cut in borders) if borders else 3
    return _answer(values[leaf.field], known, leaf, world)


def _answer(value, known, leaf, world):
    if value == "":
        value = None
    if leaf.relation == "set":
        return value is not None
    if leaf.relation == "not_set":
        return value is None
    if leaf.relation == "is_not":
        return value is None or not _compare("is", value, known, leaf.value, world)
    return value is not None and _compare(leaf.relation, value, known, leaf.value, world)


def _compare(relation, value, known, wanted, world):  # noqa: PLR0911
    if known.kind == "text":
        value, wanted = value.lower(), wanted.lower()
    if relation == "contains":
        return wanted in value
    if relation == "starts_with":
        return value.startswith(wanted)
    if relation == "one_of":
        return value in wanted
    if relation == "at_least":
        return value >= wanted
    if relation == "at_most":
        return value <= wanted
    if known.kind == "date":
        return _compare_days(relation, value, wanted, world.now.date())
    if known.kind == "moment":
        return _compare_moments(relation, value, wanted, world.now)
    return value == wanted


def _compare_days(relation, value, wanted, today):
    value = date.fromisoformat(value) if isinstance(value, str) else value
    if relation == "within_days":
        return today - timedelta(days=wanted) < value <= today
    if relation == "before_days":
        return value <= today - timedelta(days=wanted)
    day = date.fromisoformat(wanted)
    return value >= day if relation == "on_or_after" else value < day


def _compare_moments(relation, value, wanted, now):
    if relation == "within_days":
        return now - timedelta(days=wanted) < value <= now
    if relation == "before_days":
        return value <= now - timedelta(days=wanted)
    midnight = datetime.fromisoformat(wanted).replace(tzinfo=UTC)
    return value >= midnight if relation == "on_or_after" else value < midnight


def _tag(leaf, person, _world):
    return (leaf.tag in person.tags) == (leaf.relation == "has")


def _segment(leaf, person, _world):
    return (leaf.segment in person.segments) == (leaf.relation == "in")


def _purchase(leaf, person, world):
    times, amount = 0, Decimal(0)
    for status, at, total, lines in person.orders:
        if status != "completed" or at > world.now:
            continue
        if leaf.days is not None and at <= world.now - timedelta(days=leaf.days):
            continue
        wanted = [
            paid for product, category, paid in lines if _is_it(leaf, product, category, world)
        ]
        if leaf.what == "anything":
            times, amount = times + 1, amount + total
        elif wanted:
            times, amount = times + 1, amount + sum(wanted)
    return _limited(leaf.times, times) and _limited(leaf.amount, amount)


def _is_it(leaf, product, category, world):
    if leaf.what == "product":
        return product == leaf.id
    return leaf.what == "category" and category in world.families[leaf.id]


def _limited(limits, value):
    for relation, said in (limits or {}).items():
        limit = Decimal(said)
        good = {"at_least": value >= limit, "at_most": value <= limit, "exactly": value == limit}
        if not good[relation]:
            return False
    return True


def _consent(leaf, person, _world):
    answer = person.consents.get((leaf.channel, leaf.purpose))
    return {"granted": answer is True, "withdrawn": answer is False, "never_asked": answer is None}[
        leaf.state
    ]


def _address(leaf, person, _world):
    kind = re.sub("sms|whatsapp", "phone", leaf.channel)
    if kind not in person.addresses:
        return leaf.state == "missing"
    validity, suppressed = person.addresses[kind]
    blocked = leaf.channel in suppressed
    return {
        "missing": False,
        "invalid": validity == "invalid",
        "suppressed": blocked,
        "usable": validity != "invalid" and not blocked,
    }[leaf.state]


LEAVES: dict[Any, Any] = {
    t.Contact: _contact,
    t.Custom: _custom,
    t.Score: _score,
    t.CategoryScore: _category_score,
    t.Tag: _tag,
    t.InSegment: _segment,
    t.Purchase: _purchase,
    t.Consent: _consent,
    t.Address: _address,
}
