"""Teams, and making one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts.actions.teams import add_team
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.staff import teams
from relasi.kernel import clock

from .forms import NewTeamForm, attempt


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, NewTeamForm(), 200)


def create(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    form = NewTeamForm(request.POST)
    team_id = attempt(form, lambda: add_team(**form.cleaned_data, by=by, now=clock.now()))
    if team_id is None:
        return _page(request, form, 422)
    return redirect("accounts:team", team_id)


def _page(request: HttpRequest, form: NewTeamForm, status: int) -> HttpResponse:
    context = {"form": form, "teams": teams()}
    return render(request, "accounts/team_list.html", context, status=status)
