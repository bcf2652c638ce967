"""The rows behind one figure of RACE."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.reports.queries import rows
from relasi.reports.rules import BY_KEY, WEEKS, Measure, Period, period
from relasi.ui import public as ui
from relasi.ui.public import Cell, Column, Filter, ListSpec, ListState, Row, formats

from . import words

FLAGS = {"again": _("Came again"), "bought": _("Bought")}

# Around the list: where it belongs. What htmx redraws is the list alone.
PAGE = "reports/race_rows.html"


def spec(request: HttpRequest, measure: Measure, span: Period) -> ListSpec:
    columns = [
        Column("name", _("Name")),
        Column("at", _("Last") if measure.by_person else _("When"), "date"),
        Column("source", _("Source"), wide_only=True),
    ]
    filters = [
        Filter("source", _("Source"), "text", read=words.source_name),
        Filter("week", _("Week"), "choice", lambda: week_choices(span)),
    ]
    if measure.by_person:
        columns.append(Column("times", _("Times"), "number", sortable=False, wide_only=True))
    if measure.facts in {"orders", "repeats"}:
        columns.append(Column("value", _("Amount"), "money"))
    if measure.flag and measure.kind == "share":
        columns.append(Column("flag", FLAGS[measure.flag], sortable=False))
        filters.append(Filter("flag", FLAGS[measure.flag], "boolean"))
    return ListSpec(
        key="race-rows",
        title=words.name(measure.key),
        columns=tuple(columns),
        filters=tuple(filters),
        default_sort="-at",
        export_name=f"race-{measure.key}" if ui.may(request, ("reports", "export")) else "",
    )


def week_choices(span: Period) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [
        (monday.date().isoformat(), formats.day(monday.date(), language))
        for monday in reversed(span.mondays)
    ]


def show(request: HttpRequest, weeks: int, until: int, measure: str) -> HttpResponseBase:
    found = BY_KEY.get(measure)
    span = _span(weeks, until)
    if found is None or span is None:
        raise NotFound(_g("There is no such figure. Go back to RACE."))
    asked = spec(request, found, span)
    state = ui.list_state(request, asked)
    question = _question(found, span, state)
    if ui.wants_csv(request):
        return _export(request, question)
    currency = accounts.organisation().currency
    listed = rows.page(question, offset=state.offset, limit=state.limit)
    called = contacts.names(row.contact_id for row in listed)
    partial = request.headers.get("HX-Request-Type") == "partial"
    response: HttpResponse = ui.render_list(
        request,
        asked,
        state,
        [_row(row, called[row.contact_id], found, currency) for row in listed],
        rows.count(question),
        template="ui/list.html" if partial else PAGE,
        extra_context={
            "definition": words.MEASURES[found.key][2],
            "race_url": f"{reverse('reports:race')}?weeks={weeks}",
        },
    )
    return response


def _span(weeks: int, until: int) -> Period | None:
    """The period of the address; None for one that RACE never links to."""
    if weeks not in WEEKS or until > clock.now().timestamp() + 60:
        return None
    zone = accounts.organisation().time_zone
    return period(weeks=weeks, zone=zone, now=datetime.fromtimestamp(until, UTC))


def _question(measure: Measure, span: Period, state: ListState) -> rows.Question:
    chosen: dict[str, Any] = {}
    for value in state.filters:
        if value.key == "source":
            chosen["source"] = (value.relation, value.value)
        elif value.key == "week":
            chosen["week"] = _week(value, span)
        elif value.key == "flag":
            chosen["flagged"] = value.yes
    return rows.Question(
        measure=measure,
        period=span,
        search=state.search,
        sort=state.sort if state.sort in rows.SORTS else "at",
        descending=state.descending,
        **chosen,
    )


def _week(value: ui.FilterValue, span: Period) -> datetime:
    if value.relation != "is":
        raise Refused(_g("Choose one week."), field="week")
    try:
        monday = date.fromisoformat(value.value)
    except ValueError as error:
        raise Refused(_g("Choose one week."), field="week") from error
    return datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(span.zone))


def _row(row: rows.FactRow, called: str, measure: Measure, currency: str) -> Row:
    return Row(
        row.ref or row.contact_id,
        reverse("contacts:contact", args=[row.contact_id]),
        {
            "name": Cell(called, who="person"),
            "at": row.at,
            "source": words.source_name(row.source),
            "times": row.times,
            "value": Cell(row.value, currency=currency),
            "flag": _g("yes") if measure.flag and getattr(row, measure.flag) else "",
        },
        selectable=False,
    )


def _export(request: HttpRequest, question: rows.Question) -> HttpResponseBase:
    actor = accounts.actor_of(request)
    accounts.authorise(actor, "export", "reports")
    accounts.record(
        actor, "exported", "reports", question.measure.key, at=clock.now(), report="race"
    )
    keys = tuple(rows.FactRow.__dataclass_fields__)

    def lines() -> Iterator[list[Any]]:
        for row in rows.every(question):
            yield [getattr(row, key) for key in keys]

    return ui.csv_stream(f"race-{question.measure.key}", keys, lines())
