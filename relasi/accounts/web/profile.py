"""One's own page: name, language, look, time zone, and the way to passwords and factors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from relasi.accounts.actions.staff import change_profile
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.staff import StaffCard, staff_card
from relasi.accounts.signing_in.person import remember_look
from relasi.kernel import clock
from relasi.ui import public as ui

from .forms import ProfileForm, attempt


def show(request: HttpRequest) -> HttpResponse:
    me = staff_card(actor_of(request).id)
    shown = {name: getattr(me, name) for name in ProfileForm.base_fields}
    return _page(request, ProfileForm(initial=shown), me, 200)


def update(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    form = ProfileForm(request.POST)
    attempt(form, lambda: change_profile(by=by, now=clock.now(), **form.cleaned_data))
    if form.errors:
        return _page(request, form, staff_card(by.id), 422)
    with translation.override(form.cleaned_data["language"]):
        ui.toast(request, _("Your profile is saved."))
    response = redirect("accounts:profile")
    remember_look(response, form.cleaned_data["theme"])
    language = form.cleaned_data["language"]
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", httponly=True)
    return response


def _page(request: HttpRequest, form: ProfileForm, me: StaffCard, status: int) -> HttpResponse:
    return render(request, "accounts/profile.html", {"form": form, "me": me}, status=status)
