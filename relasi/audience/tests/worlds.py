"""Small random companies, in the database and in memory."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from relasi.audience.models import Membership, Segment
from relasi.audience.queries.naming import catalogue
from relasi.audience.rules.tree import Group, as_json
from relasi.commerce.models import Category, Order, OrderLine, Product, Return
from relasi.consent.models import Permission, Suppression
from relasi.contacts.models import Contact, ContactTag, CustomField, Identity, Tag
from relasi.insight.computing.borders import Cuts
from relasi.insight.models import Score, ScoreRun

from .plain import Person, World

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CITIES = ("", "Bandung", "bandung timur", "Medan", "ÉVRY", "a_b%c", "O'Neil")
STAGES = ("first_time", "active", "at_risk", "lapsed")


def make_world(seed, people=40):
    dice = random.Random(seed)
    goods, families = _goods()
    _custom_fields()
    tags = [Tag.objects.create(name=f"tag {n}").pk for n in range(3)]
    cuts = _run(goods)
    segment = Segment.objects.create(
        name="Earlier", tree=as_json(Group("all", ())), created_at=NOW, updated_at=NOW
    ).pk
    found = [_person(dice, n, goods, tags, segment) for n in range(people)]
    return World(NOW, dict(catalogue().custom), families, cuts, found)


def _goods():
    drinks = Category.objects.create(name="Drinks")
    coffee = Category.objects.create(name="Coffee", parent=drinks)
    tools = Category.objects.create(name="Tools")
    products = [
        Product.objects.create(
            sku=f"S{n}", name=f"P{n}", category=category, created_at=NOW, updated_at=NOW
        )
        for n, category in enumerate((drinks, coffee, coffee, tools, None))
    ]
    families = {drinks.pk: {drinks.pk, coffee.pk}, coffee.pk: {coffee.pk}, tools.pk: {tools.pk}}
    return [(p.pk, p.category_id) for p in products], families


def _custom_fields():
    for key, kind, choices in (
        ("note", "text", []),
        ("visits", "number", []),
        ("since", "date", []),
        ("vip", "boolean", []),
        ("tier", "choice", ["gold", "silver"]),
    ):
        CustomField.objects.create(of="contact", key=key, label=key, kind=kind, choices=choices)


def _run(goods):
    category = goods[1][1]
    cuts = Cuts(
        tuple(NOW - timedelta(days=d) for d in (300, 100, 30, 5)),
        (1, 2, 3, 4),
        tuple(Decimal(n) for n in (5, 10, 20, 40)),
    )
    ScoreRun.objects.create(
        as_of=NOW,
        started_at=NOW,
        finished_at=NOW,
        cut_points={"categories": {str(category): cuts.as_json()}},
    )
    return {category: cuts}


def _person(dice, number, goods, tags, segment):
    fields = {
        "name": dice.choice(("", f"Person {number}", "Ann")),
        "given_name": "",
        "family_name": dice.choice(("", "Kusuma")),
        "job_title": "",
        "city": dice.choice(CITIES),
        "region": "",
        "postal_code": dice.choice(("", "40115")),
        "country": dice.choice(("", "ID", "SG")),
        "language": dice.choice(("", "id", "en")),
        "time_zone": "",
        "source": dice.choice(("", "shop")),
        "born_on": dice.choice((None, date(1990, 2, 28), date(2026, 5, 20), date(2026, 6, 9))),
        "created_at": NOW
        - timedelta(days=dice.choice((-3, 0, 1, 30, 400)), hours=dice.choice((0, 5))),
    }
    custom = _custom(dice)
    row = Contact.objects.create(**fields, fields=custom, updated_at=NOW)
    person = Person(row.pk, fields, custom)
    _memberships(dice, person, tags, segment)
    _consents(dice, person, number)
    for _ in range(dice.choice((0, 0, 1, 1, 2, 5))):
        person.orders.append(_order(dice, row.pk, goods))
    person.score = _score(dice, row.pk)
    return person


def _ago(dice, days):
    return NOW - timedelta(days=dice.choice(days), hours=dice.choice((0, 5)))


def _custom(dice):
    values = {
        "note": dice.choice((None, "Likes V60", "100%")),
        "visits": dice.choice((None, 0, 3, 7.5, -2)),
        "since": dice.choice((None, "2026-05-30", "2024-02-29", "2026-07-01")),
        "vip": dice.choice((None, True, False)),
        "tier": dice.choice((None, "gold", "silver")),
    }
    return {key: value for key, value in values.items() if value is not None}


def _memberships(dice, person, tags, segment):
    for tag in tags:
        if dice.random() < 0.3:
            ContactTag.objects.create(contact_id=person.id, tag_id=tag, tagged_at=NOW)
            person.tags.add(tag)
    if dice.random() < 0.4:
        Membership.objects.create(contact_id=person.id, segment_id=segment, entered_at=NOW)
        person.segments.add(segment)


def _consents(dice, person, number):
    for channel in ("email", "sms", "whatsapp"):
        for purpose in ("marketing", "personalise"):
            answer = dice.choice((None, True, False))
            if answer is not None:
                person.consents[channel, purpose] = answer
                Permission.objects.create(
                    contact_id=person.id,
                    channel=channel,
                    purpose=purpose,
                    granted=answer,
                    stated_at=NOW,
                    source="form",
                )
    for kind, value in (("email", f"p{number}@example.org"), ("phone", f"+6281{number:07}")):
        if dice.random() < 0.7:
            validity = dice.choice(("unknown", "valid", "invalid"))
            _address(person.id, kind, value, validity)
            blocked = _suppressed(dice, kind, value)
            person.addresses[kind] = (validity, blocked)


def _address(contact, kind, value, validity):
    Identity.objects.create(
        contact_id=contact,
        kind=kind,
        value=value,
        shown=value,
        is_primary=True,
        validity=validity,
        created_at=NOW,
    )
    Identity.objects.create(
        contact_id=contact, kind=kind, value=f"2{value}", shown=value, created_at=NOW
    )


def _suppressed(dice, kind, value):
    blocked = set()
    for channel in ("email",) if kind == "email" else ("sms", "whatsapp", "phone"):
        state = dice.choice(("no", "no", "yes", "lifted"))
        if state != "no":
            lifted = NOW if state == "lifted" else None
            Suppression.objects.create(
                channel=channel,
                address=value,
                reason="manual",
                suppressed_at=NOW,
                suppressed_by="staff:1",
                lifted_at=lifted,
            )
        if state == "yes":
            blocked.add(channel)
    return blocked


_numbers = iter(range(10**9))


def _order(dice, contact, goods):
    status = dice.choice(("completed", "completed", "completed", "cancelled", "open"))
    at = NOW - timedelta(days=dice.choice((-2, 0, 1, 30, 90, 365)), hours=dice.choice((0, 3)))
    picked = [
        (*dice.choice(goods), dice.choice((0, 5, 10, 40))) for _ in range(dice.choice((1, 1, 3)))
    ]
    total = sum(amount for _p, _c, amount in picked)
    order = Order.objects.create(
        external_id=f"W{next(_numbers)}",
        contact_id=contact,
        status=status,
        placed_at=at,
        currency="EUR",
        total=total,
        total_base=total,
    )
    lines, back = [], Decimal(0)
    for number, (product, category, amount) in enumerate(picked, 1):
        line = OrderLine.objects.create(
            order=order,
            contact_id=contact,
            product_id=product,
            placed_at=at,
            amount=amount,
            amount_base=amount,
            number=number,
        )
        returned = Decimal(dice.choice((0, 0, 0, 2)))
        if returned:
            Return.objects.create(
                order=order, line=line, amount=returned, amount_base=returned, returned_at=NOW
            )
        back += returned
        lines.append((product, category, Decimal(amount) - returned))
    Order.objects.filter(pk=order.pk).update(returned_base=back)
    return status, at, Decimal(total) - back, lines


def _score(dice, contact):
    if dice.random() < 0.3:
        return None
    values = {
        "first_order_at": NOW - timedelta(days=400),
        "last_order_at": NOW - timedelta(days=dice.choice((0, 10, 90))),
        "orders": dice.choice((1, 2, 9)),
        "revenue": Decimal(dice.choice((-3, 0, 10, 250))),
        "r": dice.randint(1, 5),
        "f": dice.randint(1, 5),
        "m": dice.randint(1, 5),
        "typical_gap": dice.choice((None, 12.0, 30.5)),
        "category_count": dice.randint(0, 4),
        "items_per_order": dice.choice((1.0, 2.5)),
        "lifecycle": dice.choice(STAGES),
    }
    Score.objects.create(contact_id=contact, **values, order_days=1, lifecycle_since=NOW)
    return values
