"""One event of a tracking plan: what it must and may carry, and what was seen of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Conflict, NotFound, Refused
from relasi.kernel.numbers import row_number
from relasi.timeline.actions.planning.changing import drop_event, plan_event
from relasi.timeline.actions.planning.learning import adopt as adopt_seen
from relasi.timeline.plan_words import kinds_called
from relasi.timeline.queries.plans import (
    PlanCard,
    PropertyLine,
    plan_card,
    property_lines,
    seen,
)
from relasi.timeline.queries.sources import source_card
from relasi.ui import public as ui

from .plan_event_form import EventForm, PropertyRows, event_of, initial_of, properties


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    """The event that is asked for by `name`; without one, a new event."""
    name, card = request.GET.get("name", ""), plan_card(source_id)
    lines = property_lines(card, name) if name else []
    planned = card.plan.events.get(name)
    if name and planned is None and not lines and not any(seen(source_id, name)):
        raise NotFound(_("This event was not seen and is not planned. Choose one in the list."))
    names = "\n".join(planned.other_names) if planned else ""
    form = EventForm(initial={"name": name, "other_names": names, "version": card.version})
    return _page(request, card, name, form, properties(initial=initial_of(lines)))


def create(request: HttpRequest, source_id: int) -> HttpResponse:
    return _written(request, source_id, is_new=True)


def update(request: HttpRequest, source_id: int) -> HttpResponse:
    return _written(request, source_id, is_new=False)


def destroy(request: HttpRequest, source_id: int) -> HttpResponse:
    name = request.POST.get("name", "")
    drop_event(source_id=source_id, name=name, by=actor_of(request), now=clock.now())
    ui.toast(request, _("“%(name)s” is not planned any more.") % {"name": name})
    return redirect("timeline:plan", source_id)


def adopt(request: HttpRequest, source_id: int) -> HttpResponse:
    """Take what was seen into the plan as it was seen."""
    name, property_ = request.POST.get("name", ""), request.POST.get("property", "")
    given = {"event": name, "property_": property_}
    adopt_seen(source_id=source_id, by=actor_of(request), now=clock.now(), **given)
    ui.toast(request, _("“%(name)s” is in the plan.") % {"name": property_ or name})
    return redirect(event_url(source_id, name))


def event_url(source_id: int, name: str) -> str:
    return f"{reverse('timeline:plan_event', args=[source_id])}?{urlencode({'name': name})}"


def _written(request: HttpRequest, source_id: int, *, is_new: bool) -> HttpResponse:
    card, form = plan_card(source_id), EventForm(request.POST)
    rows = properties(request.POST)
    if form.is_valid() and rows.is_valid():
        try:
            name = plan_event(
                source_id=source_id,
                name=form.cleaned_data["name"],
                event=event_of(form, rows),
                is_new=is_new,
                expected_version=row_number(request.POST.get("version", "")),
                by=actor_of(request),
                now=clock.now(),
            )
        except Conflict as conflict:
            data = request.POST.copy()
            data["version"] = str(card.version)
            form.data = data
            form.add_error(None, conflict.sentence)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            ui.toast(request, _("The plan is saved. It holds within a second."))
            return redirect(event_url(source_id, name))
    name = "" if is_new else request.POST.get("name", "")
    return _page(request, card, name, form, rows, status=422)


def _page(  # noqa: PLR0913, PLR0917 - a page is put together from what it says
    request: HttpRequest,
    card: PlanCard,
    name: str,
    form: EventForm,
    rows: PropertyRows,
    status: int = 200,
) -> HttpResponse:
    lines = property_lines(card, name) if name else []
    told = {line.name: _told(line) for line in lines}
    context = {
        "source": source_card(card.source_id),
        "tab": "plan",
        "name": name,
        "is_planned": name in card.plan.events,
        "form": form,
        "rows": rows,
        "drawn": [(row, told.get(row["name"].value(), "")) for row in rows],
        "others": [(line.name, _told(line)) for line in lines if line.planned is None],
        "editor": ui.may(request, ("sources", "edit")),
    }
    return render(request, "timeline/plan_event.html", context, status=status)


def _told(line: PropertyLine) -> str:
    """What was seen of a property."""
    if line.share is None or line.first_at is None or line.last_at is None:
        return _("not seen yet")
    language = get_language() or "en"
    return _("%(kinds)s, in %(share)s of the events, %(first)s to %(last)s") % {
        "kinds": kinds_called(line.kinds),
        "share": ui.formats.percent(line.share, language, digits=0),
        "first": ui.formats.day(localtime(line.first_at).date(), language),
        "last": ui.formats.day(localtime(line.last_at).date(), language),
    }
