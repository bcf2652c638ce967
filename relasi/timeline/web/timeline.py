"""The thread on the customer page: narrowed by channel, page after page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.queries.events import counts_by_channel, page_of
from relasi.timeline.rules import CHANNELS
from relasi.timeline.telling import lines
from relasi.timeline.values import Cursor, EventCard

PAGE = 30
LATEST = 6
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    count: int | None
    page_url: str
    part_url: str
    on: bool


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The thread alone, or what is older, for htmx; anybody else goes to the customer page."""
    authorise(actor_of(request), "view", "contacts", owner_id=contacts.owner_of(contact_id))
    context = _thread(request, contact_id)
    if request.headers.get("HX-Request-Type") != "partial":
        query = request.GET.urlencode()
        return redirect(f"{_page(contact_id)}?{query}#timeline")
    part = "timeline/lines.html" if request.GET.get("before") else "timeline/thread.html"
    return render(request, part, context)


def panel(request: HttpRequest, contact_id: int) -> SafeString:
    """The middle of the customer page."""
    return render_to_string("timeline/thread.html", _thread(request, contact_id), request)


def latest(request: HttpRequest, contact_id: int) -> SafeString | None:
    """The last few events beside a list; nothing when nothing happened yet."""
    events = page_of(contact_id, limit=LATEST)
    if not events:
        return None
    told = lines(events, clock.now())
    return render_to_string("timeline/latest.html", {"lines": told}, request)


def channel_label(channel: str) -> str:
    return {
        "web": _("Web"),
        "mail": _("Mail"),
        "orders": _("Orders"),
        "service": _("Service"),
        "people": _("People"),
    }[channel]


def _thread(request: HttpRequest, contact_id: int) -> dict[str, object]:
    channel = request.GET.get("channel", "")
    if channel and channel not in CHANNELS:
        raise Refused(_("“%(word)s” is not a channel.") % {"word": channel[:20]}, field="channel")
    before = _cursor(request.GET.get("before", ""))
    channels = [channel] if channel else None
    events = page_of(contact_id, before=before, channels=channels, limit=PAGE + 1)
    shown = events[:PAGE]
    older = ""
    if len(events) > PAGE:
        narrowed = f"&channel={channel}" if channel else ""
        older = f"?before={_written(shown[-1])}{narrowed}"
    return {
        "contact_id": contact_id,
        "chips": [] if before else _chips(contact_id, channel),
        "lines": lines(shown, clock.now(), after=before.at if before else None),
        "older": older,
        "page_url": _page(contact_id),
        "part_url": _part(contact_id),
        "channel": channel,
        "from_the_top": before is None,
    }


def _chips(contact_id: int, chosen: str) -> list[Chip]:
    page, part = _page(contact_id), _part(contact_id)
    everything = Chip(_("Everything"), None, f"{page}#timeline", part, on=not chosen)
    return [
        everything,
        *(
            Chip(
                channel_label(channel),
                count,
                f"{page}?channel={channel}#timeline",
                f"{part}?channel={channel}",
                on=channel == chosen,
            )
            for channel, count in counts_by_channel(contact_id).items()
        ),
    ]


def _written(event: EventCard) -> str:
    """Microseconds and id: 1772452800000000_17."""
    return f"{(event.at - EPOCH) // MICROSECOND}_{event.id}"


def _cursor(text: str) -> Cursor | None:
    if not text:
        return None
    ticks, _line, number = text.partition("_")
    try:
        return Cursor(EPOCH + int(ticks) * MICROSECOND, int(number))
    except (ValueError, OverflowError):
        raise Refused(_("This page of the timeline is gone. Start at the top.")) from None


def _page(contact_id: int) -> str:
    return reverse("contacts:contact", args=[contact_id])


def _part(contact_id: int) -> str:
    return reverse("timeline:timeline", args=[contact_id])
