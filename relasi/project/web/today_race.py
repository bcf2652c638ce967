"""The RACE strip of Today, fetched when the page is there: it reads many rows."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.reports import public as reports
from relasi.reports.web.race import tile

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Stage:
    letter: str
    name: str
    value: str
    unit: str
    change: str
    css: str
    course: tuple[float, ...]


def show(request: HttpRequest) -> HttpResponse:
    organisation = accounts.organisation()
    now = reports.minute_of(clock.now())
    span = reports.period(weeks=WEEKS, zone=organisation.time_zone, now=now)
    race = reports.race_of(span)
    context = {
        "stages": [_stage(stage, race, organisation.currency) for stage in reports.STAGES],
        "url": f"{reverse('reports:race')}?weeks={WEEKS}",
        "note": _("the last %(n)s weeks") % {"n": WEEKS},
    }
    return render(request, "project/today_race.html", context)


def _stage(stage: str, race: reports.Race, currency: str) -> Stage:
    told = tile(stage, race, currency)
    key = reports.of_stage(stage)[0].key
    return Stage(
        told.letter,
        told.name,
        told.head.value,
        told.unit,
        told.head.change,
        told.head.css,
        tuple(value or 0.0 for value in race.by_week[key]),
    )
