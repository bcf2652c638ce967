"""/templates/<id>/test/: one mail to whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.messaging.actions.testing_mail import send_test
from relasi.messaging.queries.previews import reader_for
from relasi.messaging.queries.templates import template_card
from relasi.ui import public as ui

from .editor import editor, page


def create(request: HttpRequest, template_id: int) -> HttpResponse:
    card = template_card(template_id)
    address = str(getattr(request.user, "email", ""))
    reader = reader_for(card.content, request.POST.get("as", "").strip())
    try:
        send_test(content=card.content, words=reader.words, to=address, now=clock.now())
    except Refused as refusal:
        return page(request, card, status=422, problem=refusal.sentence)
    ui.toast(request, _("A test mail is on its way to %(address)s.") % {"address": address})
    return editor(request, template_id, request.POST.get("block", ""))
