"""All that is held of somebody, as a file: asked for, linked to, fetched once."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.privacy.actions.exporting import export_person, export_token, open_export
from relasi.privacy.queries.cards import export_card
from relasi.ui import public as ui


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    _reached(request, contact_id)
    export_person(contact_id=contact_id, asked_by=actor_of(request), now=clock.now())
    ui.toast(request, _("The file is being written. It can be fetched below when it is there."))
    return redirect("privacy:person", contact_id)


def link(request: HttpRequest, contact_id: int, export_id: int) -> HttpResponse:
    """Straight to a link of its own: it opens the file once."""
    _reached(request, contact_id)
    if export_card(export_id).contact_id != contact_id:
        raise NotFound(_("There is no such export."))
    token = export_token(export_id=export_id, now=clock.now())
    return redirect("privacy:export_download", token)


def fetch(request: HttpRequest, token: str) -> HttpResponseBase:
    path = open_export(token=token, by=actor_of(request), now=clock.now())
    answer = FileResponse(path.open("rb"), as_attachment=True, filename="person.zip")
    answer["Cache-Control"] = "no-store"
    return answer


def _reached(request: HttpRequest, contact_id: int) -> None:
    card = contacts.card(contact_id)
    authorise(actor_of(request), "export", "contacts", owner_id=card.owner_id)
