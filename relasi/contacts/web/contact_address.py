"""An address of a person that only a page or an app told: a colleague confirms it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.contacts.actions.claims import confirm_address
from relasi.kernel import clock
from relasi.ui import public as ui

from .guarding import reached


def create(request: HttpRequest, contact_id: int, identity_id: int) -> HttpResponse:
    reached(request, "edit", contact_id)
    confirm_address(
        contact_id=contact_id, identity_id=identity_id, by=actor_of(request), now=clock.now()
    )
    ui.toast(request, _("It is theirs: letters that are for nobody else’s eyes may go there."))
    return redirect("contacts:contact", contact_id)
