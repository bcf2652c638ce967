"""Who works here, open invitations, and inviting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts.actions.invitations import invite
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.organisation import organisation
from relasi.accounts.queries.staff import all_staff, open_invitations
from relasi.accounts.signing_in.postman import StaffMail, post
from relasi.kernel import clock
from relasi.ui import public as ui

from .forms import InvitationForm, attempt


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, InvitationForm(by=actor_of(request)))


def create(request: HttpRequest) -> HttpResponse:
    """Invite; the link is mailed when mail is set up, and always shown once to be copied."""
    by = actor_of(request)
    form = InvitationForm(request.POST, by=by)
    invited = attempt(form, lambda: invite(**form.cleaned_data, by=by, now=clock.now()))
    if invited is None:
        return _page(request, form, status=422)
    email = form.cleaned_data["email"]
    path = reverse("accounts:invitation_accept", args=[invited.token])
    link = request.build_absolute_uri(path)
    mailed = post(_mail(email, by.name, link))
    ui.toast(request, _("%(email)s is invited.") % {"email": email})
    return _page(request, InvitationForm(by=by), link=link, mailed=mailed, email=email)


def _mail(email: str, inviter: str, link: str) -> StaffMail:
    words = {"inviter": inviter, "organisation": organisation().name or "Relasi", "link": link}
    return StaffMail(
        recipient=email,
        subject=_("Your seat at %(organisation)s") % words,
        text=_(
            "%(inviter)s invites you to work with the customers of %(organisation)s.\n\n"
            "Choose a password within seven days:\n%(link)s\n"
        )
        % words,
    )


def _page(
    request: HttpRequest, form: InvitationForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        "people": all_staff(),
        "invitations": open_invitations(clock.now()),
        "me": actor_of(request).id,
    }
    return render(request, "accounts/staff_list.html", context | more, status=status)
