"""The organisation's page."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.actions.organisation import change_organisation
from relasi.accounts.queries import organisation as reads
from relasi.accounts.queries.actors import actor_of
from relasi.kernel import clock
from relasi.ui import public as ui

from .forms import OrganisationForm, attempt


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, OrganisationForm(initial=asdict(reads.organisation())), 200)


def update(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    form = OrganisationForm(request.POST)
    attempt(
        form,
        lambda: change_organisation(
            card=reads.OrganisationCard(**form.cleaned_data), by=by, now=clock.now()
        ),
    )
    if form.errors:
        return _page(request, form, 422)
    ui.toast(request, _("The organisation is saved."))
    return redirect("accounts:organisation")


def _page(request: HttpRequest, form: OrganisationForm, status: int) -> HttpResponse:
    return render(request, "accounts/organisation.html", {"form": form}, status=status)
