"""Taking the seat one was invited to; without sign-in, the link is the right."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.actions.invitations import accept_invitation
from relasi.accounts.queries.invitations import invitation_of
from relasi.accounts.queries.organisation import organisation
from relasi.kernel import clock
from relasi.ui import public as ui

from .forms import JoinForm, attempt


def page(request: HttpRequest, token: str) -> HttpResponse:
    offer = invitation_of(token, clock.now())  # raises InvitationGone
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = JoinForm(request.POST or None)
    joined = None
    if request.method == "POST":
        joined = attempt(
            form, lambda: accept_invitation(token=token, **form.cleaned_data, now=clock.now())
        )
    if joined is not None:
        ui.toast(request, _("Your seat is ready. Sign in with your new password."))
        return redirect("account_login")
    context = {"form": form, "offer": offer, "organisation": organisation().name or "Relasi"}
    status = 422 if form.errors else 200
    return ui.unkept(render(request, "accounts/invitation_accept.html", context, status=status))
