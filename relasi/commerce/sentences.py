"""How orders, goods and coupons read on the timeline."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.timeline import public as timeline
from relasi.timeline.public import EventCard, Sentence
from relasi.ui.public import formats

from .queries.products import product_names


def register() -> None:
    timeline.register_sentence("order completed", _completed)
    timeline.register_sentence("order cancelled", _cancelled)
    timeline.register_sentence("order returned", _returned)
    timeline.register_sentence("coupons sent", _coupons_sent)
    timeline.register_sentence("coupon redeemed", _coupon_redeemed)
    timeline.register_sentences("product viewed", _products_viewed)


def _completed(event: EventCard) -> Sentence:
    return Sentence(
        "shopping-bag", _number(event), rest=_amount(event, "total"), url=_url(event),
        channel="order",
    )  # fmt: skip


def _cancelled(event: EventCard) -> Sentence:
    return Sentence(
        "shopping-bag", _number(event), rest=_("was cancelled"), url=_url(event), channel="order"
    )


def _returned(event: EventCard) -> Sentence:
    said = {"quantity": event.properties.get("quantity"), "product": event.properties["product"]}
    title = _("Returned %(quantity)s × %(product)s") % said if said["product"] else _("Paid back")
    return Sentence(
        "undo-2",
        title,
        rest=_amount(event, "amount"),
        note=" · ".join(filter(None, (_number(event), str(event.properties.get("reason", ""))))),
        url=_url(event),
        channel="order",
    )


def _coupons_sent(event: EventCard) -> Sentence:
    return Sentence("ticket-percent", _("Was sent coupons"), note=_campaign(event), channel="mail")


def _coupon_redeemed(event: EventCard) -> Sentence:
    return Sentence(
        "ticket-percent",
        _("Redeemed a coupon"),
        rest=str(event.properties.get("coupon", "")),
        note=_campaign(event),
        channel="order",
    )


def _products_viewed(events: Sequence[EventCard]) -> dict[int, Sentence]:
    names = product_names({event.product_id for event in events if event.product_id})
    return {event.id: _product_viewed(event, names) for event in events}


def _product_viewed(event: EventCard, names: dict[int, str]) -> Sentence:
    name = names.get(event.product_id or 0)
    if name is None:
        return Sentence("mouse-pointer-2", _("Looked at a product"), note=event.url)
    return Sentence(
        "mouse-pointer-2",
        _("Looked at %(product)s") % {"product": name},
        url=reverse("commerce:product", args=[event.product_id]),
    )


def _number(event: EventCard) -> str:
    return _("Order %(number)s") % {"number": event.properties.get("number", event.order_id)}


def _amount(event: EventCard, key: str) -> str:
    amount, currency = event.properties.get(key), event.properties.get("currency", "")
    if amount is None:
        return ""
    return formats.money(Decimal(str(amount)), str(currency), get_language() or "en")


def _url(event: EventCard) -> str:
    return reverse("commerce:order", args=[event.order_id]) if event.order_id else ""


def _campaign(event: EventCard) -> str:
    campaign = event.properties.get("campaign")
    return _("Coupon campaign %(number)s") % {"number": campaign} if campaign else ""
