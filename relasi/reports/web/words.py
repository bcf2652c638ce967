"""What stages, measures and changes are called, and how each measure is defined."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from relasi.contacts import public as contacts
from relasi.reports.rules import Measure, change
from relasi.ui.public import formats

# Letter, name, what people do in it.
STAGES: dict[str, tuple[str, Promise, Promise]] = {
    "reach": ("R", _("Reach"), _("be found")),
    "act": ("A", _("Act"), _("be worth a visit")),
    "convert": ("C", _("Convert"), _("be bought")),
    "engage": ("E", _("Engage"), _("be wanted again")),
}

# Name, unit behind a large figure, definition.
MEASURES: dict[str, tuple[Promise, Promise, Promise]] = {
    "visitors": (
        _("Visitors"),
        _("visitors"),
        _("People with at least one visit. Visits of machines are left out."),
    ),
    "visits": (
        _("Visits"),
        _("visits"),
        _("Sessions; where none was recorded, all that a person looked at in one day."),
    ),
    "product_views": (
        _("Products viewed"),
        _("product views"),
        _("Times a product's page was viewed."),
    ),
    "sign_ups": (_("Sign-ups"), _("sign-ups"), _("Times somebody signed up.")),
    "consents": (
        _("New consents"),
        _("new consents"),
        _("Times somebody allowed a channel for a purpose."),
    ),
    "orders": (_("Orders"), _("orders"), _("Completed orders.")),
    "revenue": (
        _("Revenue"),
        _("revenue"),
        _("The totals of completed orders, less goods that came back, in the base currency."),
    ),
    "conversion": (
        _("Visitors who bought"),
        _("of visitors bought"),
        _("Visitors who placed an order within 7 days after a visit, of all visitors."),
    ),
    "repeat": (
        _("Bought again in 90 days"),
        _("buy again in 90 days"),
        _(
            "Of the people with an order 90 days before a day of the period, those who ordered"
            " again within these 90 days."
        ),
    ),
    "clicks": (_("Clicks by people"), _("clicks"), _("Links in mails that a person clicked.")),
    "returning": (
        _("Returning visitors"),
        _("returning visitors"),
        _("Visitors who had visited within 90 days before."),
    ),
}


def name(key: str) -> str:
    return str(MEASURES[key][0])


def unit(key: str) -> str:
    return str(MEASURES[key][1])


def source_name(source: str) -> str:
    return contacts.source_called(source) if source else _g("not known")


def figure(measure: Measure, value: float | None, currency: str, *, brief: bool = False) -> str:
    """A figure as it is written; what was never counted is a dash."""
    language = get_language() or "en"
    if value is None:
        return formats.NOTHING
    if measure.kind == "money":
        return formats.money(round(value, 2), currency, language, brief=brief)
    if measure.kind == "share":
        return formats.percent(value, language)
    return formats.number(value, language)


def moved(measure: Measure, present: float | None, before: float | None) -> tuple[str, str]:
    """How far it moved against the period before, and the class of its colour."""
    by = change(present, before, measure.kind)
    if by is None:
        return "", "flat"
    language = get_language() or "en"
    size = formats.number(abs(by) * 100, language, digits=1)
    nothing = size == formats.number(0, language, digits=1)
    sign = "" if nothing else "+" if by > 0 else formats.MINUS
    flat = abs(by) < 0.005  # noqa: PLR2004 - half a percent is no news
    suffix = _g("pt") if measure.kind == "share" else "%"
    return f"{sign}{size}{formats.NBSP}{suffix}", "flat" if flat else "up" if by > 0 else "down"
