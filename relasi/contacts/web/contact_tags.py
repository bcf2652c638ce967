"""Tags on one person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.contacts.actions.tagging import tag_contact, untag_contact
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from . import contact
from .guarding import reached


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    reached(request, "edit", contact_id)
    tag = request.POST.get("tag", "")
    try:
        tag_contact(contact_id=contact_id, tag=tag, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return contact.page(request, contact_id, tag=tag, tag_problem=refused.sentence)
    return redirect("contacts:contact", contact_id)


def destroy(request: HttpRequest, contact_id: int) -> HttpResponse:
    reached(request, "edit", contact_id)
    tag = request.POST.get("tag", "")
    untag_contact(contact_id=contact_id, tag=tag, by=actor_of(request), now=clock.now())
    ui.toast(request, _("“%(tag)s” is off.") % {"tag": tag})
    return redirect(reverse("contacts:contact", args=[contact_id]))
