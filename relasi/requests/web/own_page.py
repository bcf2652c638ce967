"""/your-data/<token>/: what is held of somebody, for themselves. The mailed link is the proof."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.kernel import clock, tokens
from relasi.kernel.errors import NotFound, Refused
from relasi.requests.actions.choosing import ask_from_page, choose, correct, to_choose
from relasi.requests.actions.fulfilling import confirm, fulfil, send_link
from relasi.requests.letters import page_of
from relasi.requests.queries.cards import request_card

from .answering import gone, language_for, page


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str
    words: str
    granted: bool


@csrf_exempt
def show(request: HttpRequest, token: str) -> HttpResponse:
    try:
        card = contacts.card(contacts.survivor_of(page_of(token)))
    except (tokens.BadToken, NotFound):
        return gone(request)
    if card.erased_at:
        return gone(request)
    language = language_for(request, card.language)
    with translation.override(language):
        said, problem = "", ""
        if request.method == "POST":
            try:
                said = _do(request, card.id, language, clock.now())
            except Refused as refused:
                problem = refused.sentence
            card = contacts.card(card.id)
        return _page(request, card, language, said, problem)


def _do(request: HttpRequest, contact_id: int, language: str, now: datetime) -> str:
    """What was pressed; a sentence of what became of it."""
    pressed = request.POST.get("do", "")
    if pressed == "correct":
        correct(
            contact_id=contact_id,
            name=request.POST.get("name", "").strip(),
            phone=request.POST.get("phone", "").strip(),
            language=request.POST.get("language", ""),
            now=now,
        )
        return _("It is corrected.")
    if pressed == "choose":
        often = request.POST.get("often", "")
        choose(
            contact_id=contact_id,
            ticked=set(request.POST.getlist("wanted")),
            most=int(often) if often.isdecimal() and len(often) == 1 else None,
            language=language,
            now=now,
        )
        return _("Saved. It holds from now on.")
    if pressed == "download":
        request_id = ask_from_page(contact_id=contact_id, kind="access", now=now)
        if request_card(request_id, now).is_proven:
            fulfil(request_id=request_id, by=SYSTEM, now=now)
        else:
            confirm(request_id=request_id, said="", now=now)
        return _("The file is being written. A mail with the link to it comes in a moment.")
    if pressed == "erase":
        request_id = ask_from_page(contact_id=contact_id, kind="erasure", now=now)
        send_link(request_id=request_id, by=SYSTEM, now=now)
        return _("A mail asks you once more. Press the button behind its link, and it begins.")
    raise Refused(_("Press one of the buttons."))


def _page(
    request: HttpRequest, card: contacts.ContactCard, language: str, said: str, problem: str
) -> HttpResponse:
    return page(
        request,
        "requests/own_page.html",
        status=422 if problem else 200,
        card=card,
        said=said,
        problem=problem,
        choices=_choices(card.id, language),
        often=consent.MOST_A_WEEK,
        most=consent.most_a_week(card.id),
        restricted=consent.restriction_of(card.id) is not None,
        languages=[("", _("not said")), ("en", "English"), ("id", "Bahasa Indonesia")],
    )


def _choices(contact_id: int, language: str) -> list[tuple[str, list[Choice]]]:
    theirs = to_choose(contact_id)
    shown = consent.texts_shown(language)
    found = [
        (
            label,
            [
                Choice(
                    f"{channel}.{purpose}",
                    name,
                    shown[channel, purpose].words,
                    theirs[channel, purpose],
                )
                for purpose, name in purposes
                if (channel, purpose) in theirs
            ],
        )
        for channel, label, purposes in consent.asked()
    ]
    return [(label, choices) for label, choices in found if choices]
