"""Computing the scores by button, and how far it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, may
from relasi.insight.actions.recomputing import SCORING
from relasi.insight.jobs import recompute_later
from relasi.insight.queries.runs import last_attempt, newest_run
from relasi.kernel.jobs import later
from relasi.ui import public as ui


def show(request: HttpRequest) -> HttpResponse:
    """The line that says when the scores were computed; it asks again while one is running."""
    context = {
        "run": newest_run(),
        "attempt": last_attempt(),
        "editor": may(actor_of(request), "edit", "insight"),
    }
    return render(request, "insight/parts/computation.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Who asks by hand doubts what is there: everything is read again."""
    later(recompute_later, lock=SCORING, whole=True)
    ui.toast(request, _("The scores are being computed."))
    back = request.POST.get("back", "")
    return redirect("insight:lifecycle" if back == "lifecycle" else "insight:rfm")
