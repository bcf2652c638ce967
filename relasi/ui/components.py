"""The small parts as functions; templatetags/ui.py makes each a tag, /ui/ shows each."""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .formats import Numeric
from .icons import icon

TINTS: Final = 6
TAGS: Final = frozenset({"", "good", "warn", "bad", "info", "brand", "line"})
CHANNEL_ICONS: Final = {
    "mail": "mail",
    "web": "mouse-pointer-2",
    "orders": "shopping-bag",
    "order": "shopping-bag",
    "service": "life-buoy",
    "feedback": "message-square-heart",
    "social": "at-sign",
    "people": "users-round",
    "note": "sticky-note",
    "call": "phone",
    "phone": "phone",
    "journey": "route",
    "points": "award",
    "chat": "message-circle",
    "consent": "shield-check",
    "import": "upload",
}
REACH_ICONS: Final = {
    "email": "mail",
    "sms": "message-square",
    "whatsapp": "message-circle",
    "push": "bell",
    "phone": "phone",
    "post": "mailbox",
}
ROUND_UP: Final = 100


def initials(name: str) -> str:
    """Two letters at most: of the first and the last word."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [name.strip()[:2]]
    return "".join(letters).upper() or "?"


def tint(name: str) -> int:
    """One of the six tints, always the same for the same name."""
    return crc32(name.encode()) % TINTS + 1


def who(name: str, *, kind: str = "person", size: str = "") -> SafeString:
    """Round is a person, square is an organisation. Sizes: sm, (24 px), md, lg."""
    css = " ".join(
        ["who", f"t{tint(name)}"]
        + (["who-org"] if kind == "org" else [])
        + ([f"who-{size}"] if size else [])
    )
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(name))


def tag(label: object, kind: str = "", *, icon_name: str = "") -> SafeString:
    """A state that can change: good, warn, bad, info, brand, line, or neutral."""
    if kind not in TAGS:
        raise ValueError(f"{kind!r} is not a kind of tag; known are {sorted(TAGS)}.")
    drawing = icon(icon_name, "icon-sm") if icon_name else ""
    css = f"tag tag-{kind}" if kind else "tag"
    return format_html('<span class="{}">{}{}</span>', css, drawing, label)


def dot(kind: str = "") -> SafeString:
    css = f"dot dot-{kind}" if kind else "dot"
    return format_html('<span class="{}" aria-hidden="true"></span>', css)


def channel(kind: str) -> SafeString:
    """The round mark of a channel on a timeline."""
    name = CHANNEL_ICONS.get(kind, "circle-dot")
    return format_html('<span class="chan chan-{}">{}</span>', kind, icon(name, "icon-sm"))


def _at(value: Numeric, least: Numeric, most: Numeric) -> float:
    """A value's place on a scale of 0 to 100, kept inside it."""
    width = float(most) - float(least)
    place = (float(value) - float(least)) / width * 100 if width else 50.0
    return round(min(max(place, 0.0), 100.0), 2)


_LINE: Final = mark_safe('vector-effect="non-scaling-stroke"')  # a constant


def whisker(  # noqa: PLR0913  # an estimate on a scale has this many sides
    lo: Numeric,
    mid: Numeric,
    hi: Numeric,
    *,
    least: Numeric = 0,
    most: Numeric = 100,
    tick: Numeric | None = None,
    shade: str = "1",
    label: str = "",
) -> SafeString:
    """An estimate and its interval on a shared scale; `tick` is the hold-out or the target.

    `shade` is 1 (ours), 3 (behind), 0 (not distinguishable).
    """
    dashes = (
        format_html(
            '<path d="M{} 0V10" stroke="var(--c-tick)" stroke-width="1" {} '
            'stroke-dasharray="2 2"/>',
            _at(tick, least, most),
            _LINE,
        )
        if tick is not None
        else ""
    )
    return format_html(
        '<svg class="whisker t{}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><path d="M0 5H100" stroke="var(--line)" stroke-width="1" {}/>{}'
        '<path class="whisker-bar" d="M{} 5H{}" stroke-width="4" {}/>'
        '<path d="M{} 0V10" stroke="var(--tint)" stroke-width="2.5" {}/></svg>',
        shade,
        label or _("interval"),
        _LINE,
        dashes,
        _at(lo, least, most),
        _at(hi, least, most),
        _LINE,
        _at(mid, least, most),
        _LINE,
    )


def spark(values: Sequence[Numeric], *, shade: str = "1") -> SafeString:
    """The course of a count; nothing for fewer than two values."""
    if len(values) < 2:  # noqa: PLR2004
        return SafeString("")
    least, most = min(values), max(values)
    step = 64 / (len(values) - 1)
    points = " ".join(
        f"{index * step:.1f},{16.5 - _at(value, least, most) * 0.15:.1f}"
        for index, value in enumerate(values)
    )
    return format_html(
        '<svg class="spark t{}" viewBox="0 0 64 18" preserveAspectRatio="none" fill="none" '
        'aria-hidden="true"><polyline points="{}" stroke="var(--tint)" stroke-width="1.5" {} '
        'stroke-linejoin="round"/></svg>',
        shade,
        points,
        _LINE,
    )


def meter(
    value: Numeric,
    most: Numeric = 100,
    *,
    target: Numeric | None = None,
    shade: str = "1",
    label: str = "",
) -> SafeString:
    """How full something is; `target` is a mark on the bar."""
    full = _at(value, 0, most or 1)
    mark = (
        format_html(
            '<path d="M{} 0V6" stroke="var(--color-base-content)" stroke-width="2" {}/>',
            _at(target, 0, most or 1),
            _LINE,
        )
        if target is not None
        else ""
    )
    return format_html(
        '<svg class="meter1 t{}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><rect width="100" height="6" fill="var(--track)"/>'
        '<rect width="{}" height="6" fill="var(--tint)"/>{}</svg>',
        shade,
        label or f"{full:.0f}\u00a0%",
        full,
        mark,
    )


def reach(**channels: str) -> SafeString:
    """Icons by channel: "yes" may be reached, "off" refused, "no" never asked."""
    words = {"yes": _("may be reached"), "off": _("refused"), "no": _("never asked")}
    names = {
        "email": _("E-mail"),
        "sms": _("SMS"),
        "whatsapp": "WhatsApp",
        "push": _("Push"),
        "phone": _("Phone"),
        "post": _("Post"),
    }
    parts = format_html_join(
        "",
        '<span class="reach-{}">{}<span class="sr-only">{}: {}</span></span>',
        (
            (state, icon(REACH_ICONS[name]), names[name], words[state])
            for name, state in channels.items()
            if state
        ),
    )
    return format_html('<span class="reach">{}</span>', parts)


def key_cap(text: str) -> SafeString:
    return format_html('<kbd class="key">{}</kbd>', text)


def _attributes(attributes: dict[str, object]) -> SafeString:
    """hx_post="…" becomes hx-post="…"; True a bare attribute, False and None nothing."""
    pairs = [
        (name.rstrip("_").replace("_", "-"), value)
        for name, value in attributes.items()
        if value is not None and value is not False
    ]
    return mark_safe(  # noqa: S308  # joined from escaped parts
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
            for name, value in pairs
        )
    )


KINDS: Final = {
    "primary": "btn-primary",
    "line": "btn-line",
    "soft1": "btn-soft1",
    "bare": "btn-bare",
    "danger": "btn-error",
}


def button(  # noqa: PLR0913
    label: object,
    *,
    kind: str = "line",
    icon_name: str = "",
    type_: str = "submit",
    href: str = "",
    size: str = "",
    shortcut: str = "",
    only_icon: bool = False,
    **attributes: object,
) -> SafeString:
    """A button, or with `href` a link that looks like one. One primary a page."""
    css = " ".join(
        ["btn", KINDS[kind]]
        + ([f"btn-{size}"] if size else [])
        + (["btn-square"] if only_icon else [])
        + ([str(attributes.pop("class_"))] if attributes.get("class_") else [])
    )
    if only_icon:
        attributes["aria_label"] = attributes["title"] = label
    inside = format_html(
        "{}{}{}",
        icon(icon_name) if icon_name else "",
        "" if only_icon else label,
        key_cap(shortcut) if shortcut else "",
    )
    if shortcut:
        attributes["aria_keyshortcuts"] = shortcut
    if href:
        return format_html(
            '<a class="{}" href="{}"{}>{}</a>', css, href, _attributes(attributes), inside
        )
    return format_html(
        '<button class="{}" type="{}"{}>{}</button>', css, type_, _attributes(attributes), inside
    )
