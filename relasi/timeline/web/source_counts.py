"""How many events of a source had which outcome; each number opens what is kept of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.models import Intake
from relasi.timeline.queries.intake import Counts, Step, Tally, course, tallies, totals, waiting
from relasi.timeline.queries.sources import SourceCard, source_card
from relasi.timeline.reasons import Reason, reason
from relasi.ui import public as ui
from relasi.ui.public import charts, formats

Outcome = Intake.Outcome
SPANS: dict[str, tuple[timedelta, Step]] = {
    "1": (timedelta(hours=23), "hour"),
    "30": (timedelta(days=29), "day"),
}
COLOURS = {
    Outcome.STORED: "c1",
    Outcome.WITHHELD: "c4",
    Outcome.OMITTED: "c3",
    Outcome.REPEATED: "rest",
    Outcome.QUARANTINED: "c2",
    Outcome.REFUSED: "c5",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """`url` opens its rows; where none are kept, `note` says so."""

    label: str
    value: int
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class ReasonLine:
    outcome: str
    tag: str
    reason: Reason
    events: int
    url: str


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    card = source_card(source_id)
    days = request.GET.get("days", "1")
    if days not in SPANS:
        raise Refused(_("Counts are shown for 1 day or for 30. Choose one of them."))
    span, step = SPANS[days]
    now, zone = clock.now(), timezone.get_current_timezone()
    since = _floor(now - span, step)
    counted = tallies(source_id, since)
    context = {
        "source": card,
        "tab": "counts",
        "editor": ui.may(request, ("sources", "edit")),
        "days": days,
        "figures": _figures(card, totals(counted)),
        "chart": _chart(course(source_id, since, now, step, zone), step) if counted else None,
        "reasons": [_reason_line(card, tally) for tally in counted if tally.reason],
    }
    return render(request, "timeline/source_counts.html", context)


def _floor(at: datetime, step: Step) -> datetime:
    """The beginning of the hour or the day, by the clock of the reader."""
    here = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    return here.replace(hour=0) if step == "day" else here


def _figures(card: SourceCard, sums: dict[str, int]) -> list[Figure]:
    live = reverse("timeline:source", args=[card.id])
    newest = _("the newest 200 are kept as they came")
    waits = waiting(card.id).events
    return [
        Figure(_("Received"), sums[Outcome.RECEIVED], live, newest),
        Figure(
            _("Stored"),
            sums[Outcome.STORED],
            f"{live}?outcome=stored",
            _("on the timelines of people and visitors"),
        ),
        Figure(
            str(Outcome.WITHHELD.label),
            sums[Outcome.WITHHELD],
            f"{live}?outcome=withheld",
            _("without consent: counted, not kept"),
        ),
        Figure(
            str(Outcome.OMITTED.label),
            sums[Outcome.OMITTED],
            f"{live}?outcome=omitted",
            _("by the tracking plan: counted, not kept"),
        ),
        Figure(
            _("Came before"),
            sums[Outcome.REPEATED],
            f"{live}?outcome=repeated",
            _("sent twice, stored once"),
        ),
        Figure(
            _("In quarantine"),
            sums[Outcome.QUARANTINED],
            quarantine_url(card),
            _("kept until sent again or deleted"),
        ),
        Figure(str(Outcome.REFUSED.label), sums[Outcome.REFUSED], "", _("nothing of them is kept")),
        Figure(_("Waiting now"), waits, live if waits else "", _("received, not yet looked at")),
    ]


def quarantine_url(card: SourceCard, code: str = "") -> str:
    asked = [("f", f"source:is:{card.id}")] + ([("f", f"reason:is:{code}")] if code else [])
    return f"{reverse('timeline:quarantine')}?{urlencode(asked, safe=':')}"


def _reason_line(card: SourceCard, tally: Tally) -> ReasonLine:
    in_quarantine = tally.outcome == Outcome.QUARANTINED
    return ReasonLine(
        outcome=str(Outcome(tally.outcome).label),
        tag="warn" if in_quarantine else "bad" if tally.outcome == Outcome.REFUSED else "",
        reason=reason(tally.reason),
        events=tally.events,
        url=quarantine_url(card, tally.reason) if in_quarantine else "",
    )


def _chart(found: list[tuple[datetime, Counts]], step: Step) -> charts.Chart:
    """Bars of what became of events; what was received stands in the table beside them."""
    labels = [_label(at, step) for at, _counts in found]
    series = [
        charts.Series(str(outcome.label), [counts.get(outcome, 0) for _at, counts in found], colour)
        for outcome, colour in COLOURS.items()
    ]
    chart = charts.bars(labels, series, stacked=True, first_column=_first(step))
    received = [counts.get(Outcome.RECEIVED, 0) for _at, counts in found]
    head, *rest = chart.table.header
    rows = [
        [label, charts.printed(came, "number"), *others]
        for (label, *others), came in zip(chart.table.rows, received, strict=True)
    ]
    return replace(chart, table=charts.Table([head, str(Outcome.RECEIVED.label), *rest], rows))


def _first(step: Step) -> str:
    return _("Hour") if step == "hour" else _("Day")


def _label(at: datetime, step: Step) -> str:
    language = get_language() or "en"
    if step == "hour":
        return formats.clock_time(at, language)
    return formats.day(at.date(), language, this_year=at.year)
