"""The quality of the list: one score, what it is made of, what to put right, where it is worst."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of
from relasi.audience import public as audience
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.jobs import is_awaited
from relasi.reports.actions.counting import LOCK, count_soon
from relasi.reports.queries.quality import QualityCard, course, groups, newest
from relasi.reports.rules.quality import FIELDS, WORK, Shown, parts, shown
from relasi.reports.rules.quality import PARTS as ALL_PARTS
from relasi.ui import public as ui
from relasi.ui.public import charts, formats

from . import quality_words as words
from .quality_filters import Scope, people_url

# What is short of a part, as filters of the People list.
SHORT = {
    "coverage": ("quality:is_not:email",),
    "validity": ("quality:is:email", "quality:is_not:good_email"),
    "consent": ("quality:is:email", "quality:is_not:may_write"),
    "freshness": ("quality:is_not:alive",),
    "uniqueness": ("quality:is_not:single",),
}
GOOD = {
    "coverage": ("quality:is:email",),
    "validity": ("quality:is:good_email",),
    "consent": ("quality:is:may_write",),
    "freshness": ("quality:is:alive",),
    "uniqueness": ("quality:is:single",),
}
COVERED = ("email", "good_email", "may_write", "phone", "phone_allowed")
FAIR, GOOD_FROM = 50, 75


@dataclass(frozen=True, slots=True)
class PartLine:
    name: str
    said: str
    weight: int
    percent: float
    share: str
    points: str
    url: str
    short: str
    short_url: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    name: str
    advice: str
    number: str
    url: str
    tag: str


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    number: str
    share: str
    percent: float
    url: str


def show(request: HttpRequest) -> HttpResponseBase:
    """`source` or `segment` narrows; what is not known is everybody. `by` chooses the table."""
    scope = _scope(request)
    card = newest(*scope)
    by = "segment" if request.GET.get("by") == "segment" else "source"
    if card is not None and ui.wants_csv(request):
        return _export(request, card, by)
    context: dict[str, Any] = {
        "card": card,
        "by": by,
        "of": _called(scope),
        "narrowed": scope[0] != "all",
        "everybody_url": reverse("reports:quality"),
        "by_source_url": _address(scope, "source"),
        "by_segment_url": _address(scope, "segment"),
        "csv_url": f"{_address(scope, by)}&export=csv",
        "may_export": ui.may(request, ("reports", "export")),
        "may_count": ui.may(request, ("reports", "edit")),
        "counting": is_awaited(LOCK),
    }
    if card is not None:
        context |= _told(card, scope, by)
    return render(request, "reports/quality.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Count anew, without waiting for the night."""
    count_soon()
    ui.toast(request, _("It is counted; reload in a few seconds."))
    return redirect("reports:quality")


def _told(card: QualityCard, scope: Scope, by: str) -> dict[str, Any]:
    counts = card.counts
    people = counts["people"]
    return {
        "score": _points(card.score),
        "mood": _mood(card.score),
        "people": people,
        "people_url": people_url(scope),
        "parts": [_part(one, scope) for one in parts(counts)],
        "trend": _trend(course(*scope)),
        "work": [line for key in WORK if (line := _work(key, counts, scope)) is not None],
        "covered": [_covered(key, counts, scope) for key in COVERED],
        "fields": [_filled(field, counts, scope) for field in FIELDS],
        "heads": [str(words.PARTS[part.key][0]) for part in ALL_PARTS],
        "table": [_row(one, by) for one in groups(by, card.on)],
        "definitions": [
            (str(name), str(meaning), part.weight)
            for part in ALL_PARTS
            for name, _said, meaning in [words.PARTS[part.key]]
        ],
    }


def _part(one: Shown, scope: Scope) -> PartLine:
    key = one.part.key
    name, said, _meaning = words.PARTS[key]
    return PartLine(
        str(name),
        str(said),
        one.part.weight,
        100 * (one.share or 0),
        _share(one.share),
        _number(one.points, digits=1),
        people_url(scope, *GOOD[key]) if key in GOOD else "#fields",
        _number(one.short) if one.short else "",
        people_url(scope, *SHORT[key]) if key in SHORT else "#fields",
    )


def _work(key: str, counts: dict[str, int], scope: Scope) -> WorkLine | None:
    """One that there is nobody for is not shown."""
    number, filters = _to_do(key, counts)
    if not number:
        return None
    name, advice = words.WORK[key]
    url = people_url(scope, *filters)
    if scope[0] == "all" and key in {"typo", "no_mail", "unreadable"}:
        url = f"{reverse('contacts:address_findings')}?f=kind:is:{key}"
    if scope[0] == "all" and key == "double":
        url = reverse("contacts:duplicates")
    return WorkLine(str(name), str(advice), _number(number), url, _harm(key))


def _to_do(key: str, counts: dict[str, int]) -> tuple[int, tuple[str, ...]]:
    if key == "double":
        return counts["people"] - counts["single"], ("quality:is_not:single",)
    if key == "asleep":
        return counts["people"] - counts["alive"], ("quality:is_not:alive",)
    return counts.get(key, 0), (f"quality:is:{key}",)


def _harm(key: str) -> str:
    return "bad" if key in {"bounced", "no_mail", "unreadable"} else "warn"


def _covered(key: str, counts: dict[str, int], scope: Scope) -> Figure:
    return _figure(
        str(words.MARKS[key]), counts[key], counts["people"], people_url(scope, f"quality:is:{key}")
    )


def _filled(field: str, counts: dict[str, int], scope: Scope) -> Figure:
    """How many have it; the figure opens those who have not."""
    lacking = counts[f"lacks:{field}"]
    people = counts["people"]
    share = (people - lacking) / people if people else None
    return Figure(
        str(words.FIELDS[field]),
        _number(lacking),
        _share(share),
        100 * (share or 0),
        people_url(scope, f"lacks:is:{field}") if lacking else "",
    )


def _figure(name: str, number: int, of: int, url: str) -> Figure:
    share = number / of if of else None
    return Figure(name, _number(number), _share(share), 100 * (share or 0), url if number else "")


def _trend(days: list[QualityCard]) -> charts.Chart | None:
    """A course needs two days."""
    if len(days) < 2:  # noqa: PLR2004
        return None
    language = get_language() or "en"
    year = clock.now().year
    labels = [formats.day(one.on, language, this_year=year) for one in days]
    series = [charts.Series(_("Score"), [_whole(one.score) for one in days], colour="c1")]
    drawn = charts.lines(labels, series, first_column=_("Day"))
    drawn.option["grid"] = {"left": 4, "right": 12, "top": 12, "bottom": 4}
    drawn.option["series"][0]["endLabel"] = {"show": False}
    return drawn


def _whole(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def _row(one: QualityCard, by: str) -> tuple[str, str, str, str, list[tuple[str, str]]]:
    """Name, its page, people, score, and each part with its people."""
    scope = (by, one.name)
    cells = [
        (_share(part.share), people_url(scope, *SHORT[part.part.key]) if part.short else "")
        if part.part.key in SHORT
        else (_share(part.share), "")
        for part in parts(one.counts)
    ]
    name = _called(scope)
    return name, _address(scope, by), _number(one.counts["people"]), _points(one.score), cells


def _scope(request: HttpRequest) -> Scope:
    for kind in ("source", "segment"):
        name = request.GET.get(kind, "")[:80]
        if name and newest(kind, name) is not None:
            return kind, name
    return "all", ""


def _called(scope: Scope) -> str:
    kind, name = scope
    if kind == "source":
        return contacts.source_called(name)
    if kind == "segment":
        return next((one.name for one in audience.segments() if str(one.id) == name), "")
    return _("Everybody")


def _address(scope: Scope, by: str) -> str:
    kind, name = scope
    chosen = {"by": by} | ({kind: name} if kind != "all" else {})
    return f"{reverse('reports:quality')}?{urlencode(chosen)}"


def _export(request: HttpRequest, card: QualityCard, by: str) -> HttpResponseBase:
    """The table as a file: everybody, then each source or segment of the same day."""
    actor = actor_of(request)
    accounts.authorise(actor, "export", "reports")
    accounts.record(actor, "exported", "reports", at=clock.now(), report="quality")
    keys = ("list", "name", "people", "score", *(part.key for part in ALL_PARTS))
    everybody = newest()
    cards = [*([everybody] if everybody else []), *groups(by, card.on)]
    return ui.csv_stream("list-quality", keys, (_exported(one) for one in cards))


def _exported(one: QualityCard) -> list[Any]:
    shares = [shown(part, one.counts).share for part in ALL_PARTS]
    rounded = [None if share is None else round(share, 4) for share in shares]
    return [one.scope, _called((one.scope, one.name)), one.counts["people"], _whole(one.score),
            *rounded]  # fmt: skip


def _mood(score: float | None) -> str:
    if score is None:
        return ""
    return "good" if score >= GOOD_FROM else "warn" if score >= FAIR else "bad"


def _number(value: float, *, digits: int = 0) -> str:
    return formats.number(value, get_language() or "en", digits=digits)


def _points(score: float | None) -> str:
    return formats.NOTHING if score is None else _number(score)


def _share(share: float | None) -> str:
    return formats.NOTHING if share is None else formats.percent(share, get_language() or "en")
