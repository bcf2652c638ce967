"""One member of staff: role, teams, closing and opening the seat."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.actions.staff import change_staff, deactivate_staff, reactivate_staff
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.staff import StaffCard, staff_card
from relasi.kernel import clock
from relasi.ui import public as ui

from .forms import StaffForm, attempt


def show(request: HttpRequest, staff_id: int) -> HttpResponse:
    card = staff_card(staff_id)
    form = StaffForm(by=actor_of(request), role=card.role)
    form.initial = {"email": card.email, "role": card.role, "teams": card.team_ids}
    return _page(request, card, form)


def update(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Change role and teams; with `open=1`, open a closed seat again."""
    by, card = actor_of(request), staff_card(staff_id)
    if "open" in request.POST:
        reactivate_staff(staff_id=staff_id, by=by, now=clock.now())
        ui.toast(request, _("%(name)s works here again.") % {"name": card.name})
        return redirect("accounts:staff", staff_id)
    form = StaffForm(request.POST, by=by, role=card.role)
    attempt(
        form,
        lambda: change_staff(
            staff_id=staff_id,
            email=form.cleaned_data["email"],
            role=form.cleaned_data["role"],
            team_ids=tuple(form.cleaned_data["teams"]),
            by=by,
            now=clock.now(),
        ),
    )
    if form.errors:
        return _page(request, card, form, status=422)
    ui.toast(request, _("%(name)s’s seat is saved.") % {"name": card.name})
    return redirect("accounts:staff_list")


def destroy(request: HttpRequest, staff_id: int) -> HttpResponse:
    card = staff_card(staff_id)
    deactivate_staff(staff_id=staff_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("%(name)s’s seat is closed.") % {"name": card.name})
    return redirect("accounts:staff_list")


def _page(
    request: HttpRequest, card: StaffCard, form: StaffForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"card": card, "form": form, "me": actor_of(request).id}
    return render(request, "accounts/staff.html", context | more, status=status)
