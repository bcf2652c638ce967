"""Components: the parts of the catalogue at /ui/ as template tags."""

from collections.abc import Sequence
from datetime import date as calendar_date
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from relasi.kernel.clock import now
from relasi.kernel.money import Money
from relasi.ui import charts, components, devices, fields, formats, icons
from relasi.ui.mark import mark as drawn_mark

register = template.Library()

Number = int | float | Decimal


def _language() -> str:
    return get_language() or "en"


def _dash() -> SafeString:
    return format_html('<span class="text-faint">{}</span>', formats.NOTHING)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return icons.icon(name, css)


@register.simple_tag
def mark(css: str = "") -> SafeString:
    return drawn_mark(css)


@register.simple_tag
def who(name: object, kind: str = "person", size: str = "") -> SafeString:
    return components.who(str(name), kind=kind, size=size)


@register.simple_tag
def tag(label: object, kind: str = "", icon: str = "") -> SafeString:
    return components.tag(label, kind, icon_name=icon)


@register.simple_tag
def dot(kind: str = "") -> SafeString:
    return components.dot(kind)


@register.simple_tag
def channel(kind: str) -> SafeString:
    return components.channel(kind)


@register.simple_tag
def key(text: str) -> SafeString:
    return components.key_cap(text)


@register.simple_tag
def num(value: Number | None, digits: int = 0) -> str:
    return _dash() if value is None else formats.number(value, _language(), digits=digits)


@register.simple_tag
def money(
    value: Money | Number | None,
    currency: str = "",
    short: bool = False,  # noqa: FBT001, FBT002  # tags are called with names
) -> str:
    """`value` in `currency`, or a Money that brings its own."""
    if value is None:
        return _dash()
    if isinstance(value, Money):
        return formats.money(value.amount, value.currency, _language(), brief=short)
    return formats.money(value, currency, _language(), brief=short)


@register.simple_tag
def percent(value: Number | None, digits: int = 1) -> str:
    """A share: 0.39 is 39.0 %."""
    return _dash() if value is None else formats.percent(value, _language(), digits=digits)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.simple_tag
def date(value: calendar_date | datetime | None) -> str:
    if value is None:
        return _dash()
    on = _local(value).date() if isinstance(value, datetime) else value
    text = formats.day(on, _language(), this_year=timezone.localdate(now()).year)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), text)


@register.simple_tag
def time(value: datetime | None) -> str:
    if value is None:
        return _dash()
    text = formats.clock_time(_local(value), _language())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag
def when(value: datetime | None) -> str:
    """In the fewest words: today 08:02 · yesterday · 18 Nov; the full moment in the title."""
    if value is None:
        return _dash()
    here = _local(value)
    return format_html(
        '<time datetime="{}" title="{} {}">{}</time>',
        value.isoformat(),
        formats.day(here.date(), _language()),
        formats.clock_time(here, _language()),
        formats.when(here, timezone.localtime(now()), _language()),
    )


@register.simple_tag
def whisker(  # noqa: PLR0913, PLR0917  # a tag is called with names
    lo: Number,
    mid: Number,
    hi: Number,
    min: Number = 0,  # noqa: A002
    max: Number = 100,  # noqa: A002
    tick: Number | None = None,
    shade: str | int = 1,
    label: str = "",
) -> SafeString:
    return components.whisker(
        lo, mid, hi, least=min, most=max, tick=tick, shade=str(shade), label=label
    )


@register.simple_tag
def spark(values: Sequence[Number], shade: str | int = 1) -> SafeString:
    return components.spark(values, shade=str(shade))


@register.simple_tag
def meter(
    value: Number,
    max: Number = 100,  # noqa: A002
    target: Number | None = None,
    shade: str | int = 1,
    label: str = "",
) -> SafeString:
    return components.meter(value, max, target=target, shade=str(shade), label=label)


@register.simple_tag
def reach(**channels: str) -> SafeString:
    return components.reach(**channels)


@register.simple_tag
def button(label: object, **options: Any) -> SafeString:
    """kind, icon, type, href, size, shortcut, only_icon; every other name is an attribute."""
    return components.button(
        label,
        icon_name=options.pop("icon", ""),
        type_=options.pop("type", "submit"),
        **options,
    )


@register.simple_tag
def chart(content: charts.Chart | dict[str, Any], height: int = 240, label: str = "") -> SafeString:
    """A chart with its table behind it: {"option": …, "table": {"header": […], "rows": […]}}."""
    return charts.drawn(content, height=height, label=label)


@register.simple_tag
def field(
    bound: BoundField, hint: str | None = None, label: str = "", **attributes: Any
) -> SafeString:
    """Label, control, hint and error of a form field, tied together for screen readers."""
    return fields.drawn(bound, hint=hint, label=label, attributes=attributes)


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """What is wrong with the form as a whole, above its fields."""
    return fields.form_errors(form)


@register.simple_tag
def empty_state(  # noqa: PLR0913, PLR0917  # a tag is called with names
    title: str,
    sentence: str,
    action_label: str = "",
    action_url: str = "",
    second_label: str = "",
    second_url: str = "",
    icon: str = "",
) -> SafeString:
    return render_to_string(
        "ui/parts/empty.html",
        {
            "title": title,
            "sentence": sentence,
            "action_label": action_label,
            "action_url": action_url,
            "second_label": second_label,
            "second_url": second_url,
            "icon": icon,
        },
    )


@register.simple_block_tag
def panel(  # noqa: PLR0913, PLR0917  # a tag is called with names
    content: SafeString,
    title: str = "",
    link_url: str = "",
    link_label: str = "",
    count: object = None,
    id: str = "",  # noqa: A002
    css: str = "",
) -> SafeString:
    """One subject with a title; tables run edge to edge, text goes into `panel-body`."""
    return format_html(
        '<section class="panel {}"{}>{}{}</section>',
        css,
        format_html(' id="{}"', id) if id else "",
        _panel_head(title, link_url, link_label, count) if title else "",
        content,
    )


def _panel_head(title: str, link_url: str, link_label: str, count: object) -> SafeString:
    return format_html(
        '<div class="panel-head"><h2>{}</h2>{}{}</div>',
        title,
        format_html('<span class="tag num">{}</span>', count) if count is not None else "",
        format_html('<a class="link1 text-xs ml-auto" href="{}">{}</a>', link_url, link_label)
        if link_url
        else "",
    )


@register.simple_block_tag
def fig(
    content: SafeString,
    label: str = "",
    url: str = "",
    note: str = "",
    muted: bool = False,  # noqa: FBT001, FBT002
) -> SafeString:
    """A figure under its label; `url` opens its rows. A whisker or a spark follows it."""
    css = "fig-value text-muted" if muted else "fig-value"
    value = (
        format_html('<a class="{} proof" href="{}">{}</a>', css, url, content)
        if url
        else format_html('<span class="{}">{}</span>', css, content)
    )
    tail = format_html(' <span class="tiny">{}</span>', note) if note else ""
    return format_html('<div class="fig-label">{}</div><div>{}{}</div>', label, value, tail)


@register.simple_block_tag
def verdict(content: SafeString, kind: str = "", icon: str = "scale") -> SafeString:
    """What will happen if you press the button; `kind="warn"` for turmeric."""
    css = f"verdict verdict-{kind}" if kind else "verdict"
    return format_html('<div class="{}">{}<div>{}</div></div>', css, icons.icon(icon), content)


register.filter("device", devices.device)
register.filter("on_phone", devices.is_phone)


@register.filter
def fmt(value: Number) -> str:
    """A number in the reader's language, for use inside a translated sentence."""
    return formats.number(value, _language())
