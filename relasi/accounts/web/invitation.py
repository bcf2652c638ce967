"""Taking an invitation back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.actions.invitations import revoke_invitation
from relasi.accounts.queries.actors import actor_of
from relasi.kernel import clock
from relasi.ui import public as ui


def destroy(request: HttpRequest, invitation_id: int) -> HttpResponse:
    revoke_invitation(invitation_id=invitation_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The invitation is taken back; its link no longer works."))
    return redirect("accounts:staff_list")
