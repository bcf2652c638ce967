"""What is done to many events in quarantine, after saying what will happen to each."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.timeline.actions.quarantine import delete_quarantined, send_again
from relasi.timeline.models import Quarantined
from relasi.timeline.queries.quarantine import chosen, quarantined
from relasi.timeline.reasons import reason
from relasi.ui import public as ui

from .quarantine_list import called, quarantine_spec

SHOWN = 20


def again(request: HttpRequest) -> HttpResponse:
    choice = ui.bulk_choice(request, quarantine_spec(request))
    rows = _rows(choice)
    if not choice.confirmed:
        return _preview(
            request,
            choice,
            rows,
            title=_("Send through again"),
            then=_("is read anew"),
            sentence=_(
                "They are read anew as if they had just come, with the time they were received."
                " What still cannot be taken in comes back here. Mend the cause first."
            ),
            confirm_label=_("Send through again"),
        )
    count = send_again(rows=rows, by=actor_of(request), now=clock.now())
    sentence = ngettext("%(n)s event goes through again.", "%(n)s events go through again.", count)
    ui.toast(request, sentence % {"n": count})
    return redirect(_list(choice))


def delete(request: HttpRequest) -> HttpResponse:
    choice = ui.bulk_choice(request, quarantine_spec(request))
    rows = _rows(choice)
    if not choice.confirmed:
        return _preview(
            request,
            choice,
            rows,
            title=_("Delete from quarantine"),
            then=_("is deleted"),
            sentence=_("They are on nobody’s timeline and will not be. This cannot be undone."),
            confirm_label=_("Delete"),
            danger=True,
        )
    count = delete_quarantined(rows=rows, by=actor_of(request), now=clock.now())
    sentence = ngettext("%(n)s event is deleted.", "%(n)s events are deleted.", count)
    ui.toast(request, sentence % {"n": count})
    return redirect(_list(choice))


def _rows(choice: ui.BulkChoice) -> QuerySet[Quarantined]:
    return quarantined(choice.state) if choice.all_rows else chosen(choice.ids)


def _list(choice: ui.BulkChoice) -> str:
    address = reverse("timeline:quarantine")
    return f"{address}?{choice.query_string}" if choice.query_string else address


def _preview(  # noqa: PLR0913 - a page is put together from what it says
    request: HttpRequest,
    choice: ui.BulkChoice,
    rows: QuerySet[Quarantined],
    *,
    title: str,
    then: str,
    sentence: str,
    confirm_label: str,
    danger: bool = False,
) -> HttpResponse:
    context = {
        "title": title,
        "choice": choice,
        "count": rows.count(),
        "changes": [
            (called(row.kind, row.body), str(reason(row.reason).label), then)
            for row in rows[:SHOWN]
        ],
        "sentence": sentence,
        "confirm_label": confirm_label,
        "back_url": _list(choice),
        "danger": danger,
    }
    return render(request, "ui/bulk_preview.html", context)
