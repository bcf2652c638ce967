"""One event in quarantine: what came, why it waits here, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from relasi.timeline.queries.quarantine import quarantined_card
from relasi.timeline.queries.sources import source_names
from relasi.timeline.reasons import reason
from relasi.ui import public as ui


def show(request: HttpRequest, quarantined_id: int) -> HttpResponse:
    card = quarantined_card(quarantined_id)
    context = {
        "card": card,
        "called": card.name or _("An event without a name"),
        "reason": reason(card.reason),
        "source_name": source_names([card.source_id]).get(card.source_id, ""),
        "editor": ui.may(request, ("sources", "edit")),
        "deleter": ui.may(request, ("sources", "delete")),
    }
    return render(request, "timeline/quarantined.html", context)
