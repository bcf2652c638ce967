"""The page of a source: its last events as they come in."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.models import Intake
from relasi.timeline.queries.glimpses import GlimpseCard, glimpses, newest_glimpse
from relasi.timeline.queries.intake import Waiting, refused, waiting
from relasi.timeline.queries.sources import source_card
from relasi.timeline.reasons import reason
from relasi.ui import public as ui

Outcome = Intake.Outcome
TAGS = {
    Outcome.STORED: "good",
    Outcome.WITHHELD: "",
    Outcome.OMITTED: "",
    Outcome.REPEATED: "",
    Outcome.QUARANTINED: "warn",
}
LONG_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A glimpse as it stands in the list; once drawn it does not change."""

    card: GlimpseCard
    clock: str
    label: str
    tag: str
    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    on: bool


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    """The whole page; for htmx the list alone, and nothing at all when it is as it was."""
    card, outcome = source_card(source_id), _outcome(request)
    waits, now = waiting(source_id), clock.now()
    refused_lately = refused(source_id, now)
    state = f"{newest_glimpse(source_id)}-{waits.events}-{refused_lately}"
    partial = request.headers.get("HX-Request-Type") == "partial"
    if partial and request.GET.get("seen") == state:
        return HttpResponse(status=204)
    context = {
        "source": card,
        "tab": "live",
        "lines": [_line(found) for found in glimpses(source_id, outcome)],
        "choices": _choices(source_id, outcome),
        "outcome": outcome,
        "refused": refused_lately,
        "waits": waits if waits.events else None,
        "stuck": _stuck(waits, now),
        "again_url": f"?outcome={outcome}&seen={state}",
        "editor": ui.may(request, ("sources", "edit")),
    }
    template = "timeline/source.html"
    response = render(request, f"{template}#live" if partial else template, context)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    return response


def _outcome(request: HttpRequest) -> str:
    asked = request.GET.get("outcome", "")
    if asked and asked not in TAGS:
        raise Refused(_("“%(word)s” is no outcome of an event.") % {"word": asked[:20]})
    return asked


def _choices(source_id: int, outcome: str) -> list[Choice]:
    page = reverse("timeline:source", args=[source_id])
    everything = Choice(_("Everything"), page, on=not outcome)
    return [
        everything,
        *(Choice(str(each.label), f"{page}?outcome={each}", on=each == outcome) for each in TAGS),
    ]


def _line(card: GlimpseCard) -> Line:
    outcome = Outcome(card.outcome)
    at = timezone.localtime(card.at)
    dots = (get_language() or "en").startswith("id")
    return Line(
        card=card,
        clock=at.strftime("%H.%M.%S" if dots else "%H:%M:%S"),
        label=str(outcome.label),
        tag=TAGS.get(outcome, ""),
        sentence=str(reason(card.reason).sentence) if card.reason else "",
        url=reverse("contacts:contact", args=[card.contact_id]) if card.contact_id else "",
    )


def _stuck(waits: Waiting, now: datetime) -> bool:
    return waits.since is not None and (now - waits.since).total_seconds() > LONG_SECONDS
