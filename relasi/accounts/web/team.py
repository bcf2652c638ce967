"""One team: its name and its people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.actions.teams import change_team, remove_team
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.staff import TeamCard, team_card
from relasi.kernel import clock
from relasi.ui import public as ui

from .forms import TeamForm, attempt


def show(request: HttpRequest, team_id: int) -> HttpResponse:
    card = team_card(team_id)
    form = TeamForm()
    form.initial = {"name": card.name, "members": card.member_ids}
    return _page(request, card, form, 200)


def update(request: HttpRequest, team_id: int) -> HttpResponse:
    by, card = actor_of(request), team_card(team_id)
    form = TeamForm(request.POST)
    attempt(
        form,
        lambda: change_team(
            team_id=team_id,
            name=form.cleaned_data["name"],
            staff_ids=tuple(form.cleaned_data["members"]),
            by=by,
            now=clock.now(),
        ),
    )
    if form.errors:
        return _page(request, card, form, 422)
    ui.toast(request, _("The team is saved."))
    return redirect("accounts:team_list")


def destroy(request: HttpRequest, team_id: int) -> HttpResponse:
    remove_team(team_id=team_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The team is gone; its people stay."))
    return redirect("accounts:team_list")


def _page(request: HttpRequest, card: TeamCard, form: TeamForm, status: int) -> HttpResponse:
    return render(request, "accounts/team.html", {"card": card, "form": form}, status=status)
