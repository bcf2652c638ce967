"""Settings, History: what lies in the lake and in PostgreSQL, and how rounds go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.engine import lake as place
from relasi.kernel import clock
from relasi.kernel.errors import RelasiError
from relasi.timeline.actions.lake.letting_go import months_kept
from relasi.timeline.lake_words import STEPS, fault_sentence, problem_sentence
from relasi.timeline.models import LakeState, LakeWork
from relasi.timeline.queries.lake import MOST, LakeCard, lake_card
from relasi.timeline.queries.lake_months import MonthCard, bytes_here, months_of_history
from relasi.timeline.queries.lake_work import WorkCard, newest_work
from relasi.timeline.rules.lakes import leaves_in, location_without_secrets, oldest_hot_month
from relasi.ui import public as ui
from relasi.ui.public import charts, formats

# So long a lake may be away before Today says so.
PATIENCE = timedelta(hours=1)
SHOWN_FAULTS = 20
UNITS = ("B", "kB", "MB", "GB", "TB")
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Hot:
    """Which months PostgreSQL keeps: `due` go in the next night, then `month` in that of `at`."""

    kept: int
    since: str
    due: str
    month: str
    at: str


@dataclass(frozen=True, slots=True)
class Work:
    kind: str
    card: WorkCard | None
    step: str
    faults: list[str]
    more: int
    problem: str


def show(request: HttpRequest) -> HttpResponse:
    """The whole page; for htmx what is at work alone."""
    context: dict[str, Any] = {
        "editor": ui.may(request, ("sources", "edit")),
        "works": [_work(kind) for kind in LakeWork.Kind.values],
    }
    context["working"] = any(work.card and work.card.working for work in context["works"])
    if request.headers.get("HX-Request-Type") == "partial":
        return render(request, "timeline/history.html#work", context)
    card, months, now = lake_card(), months_of_history(), clock.now()
    context |= {
        "card": card,
        "figures": _figures(card, months),
        "chart": _chart(months) if months else None,
        "problem": problem_sentence(card.state.problem) if card.state.problem else "",
        **_settings(card, months, now),
    }
    response = render(request, "timeline/history.html", context)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    return response


def today(request: HttpRequest, _subject: int) -> SafeString | None:
    """On Today, where rounds came to nothing for more than an hour."""
    state = LakeState.objects.filter(failing_since__lt=clock.now() - PATIENCE).first()
    if state is None:
        return None
    context = {"since": state.failing_since, "sentence": problem_sentence(state.problem)}
    return render_to_string("timeline/parts/history_today.html", context, request)


def _settings(card: LakeCard, months: list[MonthCard], now: datetime) -> dict[str, Any]:
    """Where it lies and what PostgreSQL keeps; or why a variable cannot be meant."""
    try:
        where = location_without_secrets(place.location())
        return {"where": where, "hot": _hot(card, months, now)}
    except RelasiError as error:
        return {"setting_problem": error.sentence}


def _hot(card: LakeCard, months: list[MonthCard], now: datetime) -> Hot:
    kept = months_kept()
    border = oldest_hot_month(now, kept)
    due = [each.month for each in months if each.here and each.month < border]
    after = [each.month for each in months if each.here and each.month >= border]
    return Hot(
        kept=kept,
        since=_month(card.state.hot_since) if card.state.hot_since else "",
        due="–".join(dict.fromkeys(_month(month) for month in (due[:1] + due[-1:]))),
        month=_month(after[0]) if after else "",
        at=_month(leaves_in(after[0], kept)) if after else "",
    )


def _figures(card: LakeCard, months: list[MonthCard]) -> list[Figure]:
    here, size = sum(each.here for each in months), bytes_here()
    about = any(each.is_about for each in months)
    return [
        Figure(
            _("Events in the lake"),
            _number(card.events),
            _("in %(files)s files") % {"files": _number(card.files)},
        ),
        Figure(_("Size of the lake"), _bytes(card.bytes), _each(card.bytes, card.events)),
        Figure(
            _("Events in PostgreSQL, about") if about else _("Events in PostgreSQL"),
            _number(here),
            _("the newest months, also in the lake"),
        ),
        Figure(_("Size in PostgreSQL"), _bytes(size), _each(size, here)),
        Figure(
            _("Waiting for the lake"),
            f"{'≥ ' if card.waiting >= MOST else ''}{_number(card.waiting)}",
            _("nothing was brought over yet")
            if card.state.moved_at is None
            else _("came or went since the last round"),
        ),
    ]


def _each(size: int, events: int) -> str:
    if not events:
        return _("no events yet")
    return _("%(n)s bytes an event") % {"n": _number(size / events)}


def _bytes(size: int) -> str:
    amount, unit = float(size), 0
    while amount >= THOUSAND and unit < len(UNITS) - 1:
        amount, unit = amount / THOUSAND, unit + 1
    text = formats.number(amount, get_language() or "en", digits=1 if unit else 0)
    return f"{text}{formats.NBSP}{UNITS[unit]}"


def _number(value: float) -> str:
    return formats.number(value, get_language() or "en")


def _chart(months: list[MonthCard]) -> charts.Chart:
    series = [
        charts.Series(_("In the lake"), [each.in_the_lake for each in months], "c1"),
        charts.Series(_("In PostgreSQL"), [each.here for each in months], "c4"),
    ]
    return charts.bars([_month(each.month) for each in months], series, first_column=_("Month"))


def _month(month: datetime) -> str:
    return formats.month(month.date(), get_language() or "en")


def _work(kind: str) -> Work:
    card = newest_work(kind)
    if card is None:
        return Work(kind, None, "", [], 0, "")
    return Work(
        kind=kind,
        card=card,
        step=str(STEPS.get(card.step, card.state_label)),
        faults=[fault_sentence(fault) for fault in card.faults[:SHOWN_FAULTS]],
        more=max(0, len(card.faults) - SHOWN_FAULTS),
        problem=problem_sentence(card.problem) if card.problem else "",
    )
