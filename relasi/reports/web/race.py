"""RACE: four tiles, and every measure by source or by week; each figure opens its rows."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.reports.queries.race import Figure, Race, race_of, sources
from relasi.reports.rules import (
    BY_KEY,
    MEASURES,
    STAGES,
    USUAL_WEEKS,
    WEEKS,
    Measure,
    Period,
    minute_of,
    of_stage,
    period,
)
from relasi.ui.public import charts, formats

from . import words


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of a tile or of a table's cell."""

    name: str
    value: str
    url: str
    change: str
    css: str


@dataclass(frozen=True, slots=True)
class Tile:
    letter: str
    name: str
    verb: str
    head: Line
    unit: str
    chart: charts.Chart
    lines: tuple[Line, ...]


def show(request: HttpRequest) -> HttpResponse:
    """`weeks`, `source` and `by` (source or week) choose; what is not known is the usual."""
    organisation = accounts.organisation()
    weeks = _weeks(request.GET.get("weeks", ""))
    span = period(weeks=weeks, zone=organisation.time_zone, now=minute_of(clock.now()))
    known = sources(span)
    source = request.GET.get("source") if request.GET.get("source") in known else None
    by = "week" if request.GET.get("by") == "week" else "source"
    found = race_of(span, source)
    context: dict[str, Any] = {
        "span": _span(span),
        "tiles": [tile(stage, found, organisation.currency) for stage in STAGES],
        "periods": [
            (_weeks_label(n), _address(weeks=n, source=source, by=by), n == weeks) for n in WEEKS
        ],
        "sources": [
            (_("All sources"), _address(weeks=weeks, source=None, by=by), source is None),
            *(
                (words.source_name(key), _address(weeks=weeks, source=key, by=by), key == source)
                for key in sorted(known, key=words.source_name)
            ),
        ],
        "source": source,
        "by": by,
        "by_source_url": _address(weeks=weeks, source=source, by="source"),
        "by_week_url": _address(weeks=weeks, source=source, by="week"),
        "heads": [words.name(measure.key) for measure in MEASURES],
        "table": table(found, by, organisation.currency),
        "definitions": [(words.name(m.key), str(words.MEASURES[m.key][2])) for m in MEASURES],
    }
    return render(request, "reports/race.html", context)


# Nobody is half a person.
WHOLE = {"minInterval": 1}


def tile(stage: str, race: Race, currency: str) -> Tile:
    letter, name, verb = words.STAGES[stage]
    first, *rest = of_stage(stage)
    if stage == "engage":
        first = BY_KEY["repeat"]
    return Tile(
        letter=letter,
        name=str(name),
        verb=str(verb),
        head=line(first, race, currency),
        unit=words.unit(first.key),
        chart=course(first, race, currency),
        lines=tuple(line(measure, race, currency) for measure in rest),
    )


def line(measure: Measure, race: Race, currency: str) -> Line:
    present, before = race.total[measure.key], race.before[measure.key]
    moved, css = words.moved(measure, present, before)
    return Line(
        words.name(measure.key),
        words.figure(measure, present, currency, brief=True),
        rows_url(measure, race.period, source=race.source),
        moved,
        css,
    )


def course(measure: Measure, race: Race, currency: str) -> charts.Chart:
    """The whole weeks, and as many before them as a dashed grey line; the running week is no fall
    to nothing.
    """
    language = get_language() or "en"
    year = race.period.until.year
    labels = [
        formats.day(monday.date(), language, this_year=year) for monday in race.period.mondays
    ]
    whole = race.period.whole_weeks
    form = {"money": f"money:{currency}", "share": "percent", "count": "number"}[measure.kind]
    series = [
        charts.Series(words.name(measure.key), race.by_week[measure.key][:whole], colour="c1"),
        charts.Series(
            _("The weeks before"),
            race.weeks_before[measure.key][:whole],
            colour="rest",
            dashed=True,
        ),
    ]
    drawn = charts.lines(labels[:whole], series, form=form, first_column=_("Week from"))
    axis = drawn.option["yAxis"] | (WHOLE if measure.kind == "count" else {})
    grid = {"left": 4, "right": 12, "top": 12, "bottom": 4}
    option = drawn.option | {"grid": grid, "yAxis": axis}
    for each in option["series"]:
        each["endLabel"] = {"show": False}
    return charts.Chart(option, drawn.table)


def table(race: Race, by: str, currency: str) -> list[tuple[str, list[Line]]]:
    """One row a source or a week, one cell a measure; the newest week first."""
    if by == "source":
        return [
            (words.source_name(source), _cells(figures, race, currency, source=source))
            for source, figures in race.by_source.items()
        ]
    language = get_language() or "en"
    found = []
    for n, monday in enumerate(race.period.mondays):
        figures = {key: values[n] for key, values in race.by_week.items()}
        week = monday.date()
        cells = _cells(figures, race, currency, source=race.source, week=week.isoformat())
        year = race.period.until.year
        label = formats.day(week, language, this_year=year)
        if n >= race.period.whole_weeks:
            label = _("%(day)s, under way") % {"day": label}
        found.append((label, cells))
    return found[::-1]


def _cells(
    figures: dict[str, Figure], race: Race, currency: str, *, source: str | None, week: str = ""
) -> list[Line]:
    return [
        Line(
            "",
            words.figure(measure, value, currency),
            rows_url(measure, race.period, source=source, week=week) if value else "",
            "",
            "",
        )
        for measure in MEASURES
        for value in (figures[measure.key],)
    ]


def rows_url(measure: Measure, period: Period, *, source: str | None = None, week: str = "") -> str:
    """Where the rows behind a figure are listed, narrowed as the figure is."""
    until = int(period.until.timestamp())
    page = reverse("reports:race_rows", args=[period.weeks, until, measure.key])
    filters = []
    if source is not None:
        filters.append(("f", f"source:is:{source}" if source else "source:not_set:"))
    if week:
        filters.append(("f", f"week:is:{week}"))
    return f"{page}?{urlencode(filters)}" if filters else page


def _weeks(text: str) -> int:
    return int(text) if text in {str(n) for n in WEEKS} else USUAL_WEEKS


def _weeks_label(n: int) -> str:
    return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}


def _address(*, weeks: int, source: str | None, by: str) -> str:
    chosen = {"weeks": weeks, "by": by} | ({"source": source} if source else {})
    return f"{reverse('reports:race')}?{urlencode(chosen)}"


def _span(period: Period) -> str:
    """From when to when, by the clock of the organisation."""
    language = get_language() or "en"
    year = period.until.year
    return _("%(since)s to %(until)s, %(time)s; before: the %(weeks)s weeks before") % {
        "since": formats.day(period.since.date(), language, this_year=year),
        "until": formats.day(period.until.date(), language, this_year=year),
        "time": formats.clock_time(period.until, language),
        "weeks": period.weeks,
    }
