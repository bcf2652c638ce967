"""Notes on the customer page: written, changed, pinned, taken down again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, may
from relasi.contacts.actions.notes import (
    change_note,
    delete_note,
    pin_note,
    see_mention,
    write_note,
)
from relasi.contacts.queries.cards import ContactCard
from relasi.contacts.queries.notes import may_change, note_card, notes_of
from relasi.kernel import clock
from relasi.kernel.errors import NotAllowed, Refused
from relasi.ui import public as ui

from .guarding import reached

MOST = 200


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Every note about somebody, with the place to write one."""
    return _page(request, reached(request, "view", contact_id))


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "edit", contact_id)
    body = request.POST.get("body", "")
    try:
        write_note(contact_id=contact_id, body=body, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, card, status=422, body=body, problem=refused.sentence)
    return redirect("contacts:contact", contact_id)


def _page(request: HttpRequest, card: ContactCard, status: int = 200, **more: str) -> HttpResponse:
    actor = actor_of(request)
    editor = may(actor, "edit", "contacts", owner_id=card.owner_id) and card.erased_at is None
    notes = notes_of(card.id, limit=MOST)
    context: dict[str, Any] = {
        "card": card,
        "notes": notes,
        "editor": editor,
        "changeable": {n.id for n in notes if editor and may_change(n.author_id, actor)},
    }
    return render(request, "contacts/contact_notes.html", context | more, status=status)


def show_one(request: HttpRequest, contact_id: int, note_id: int) -> HttpResponse:
    """A note in a form, for its author."""
    card = reached(request, "edit", contact_id)
    note = note_card(note_id, contact_id)
    if not may_change(note.author_id, actor_of(request)):
        raise NotAllowed(_("This note is a colleague’s. They or an administrator can change it."))
    context = {"card": card, "note": note, "body": note.body}
    return render(request, "contacts/contact_note.html", context)


def update(request: HttpRequest, contact_id: int, note_id: int) -> HttpResponse:
    """Pin or unpin; or other words."""
    card = reached(request, "edit", contact_id)
    body = request.POST.get("body")
    if body is None:
        pinned = request.POST.get("pinned") == "1"
        pin_note(note_id=note_id, contact_id=contact_id, pinned=pinned)
        return redirect("contacts:contact_notes", contact_id)
    by, now = actor_of(request), clock.now()
    try:
        change_note(note_id=note_id, contact_id=contact_id, body=body, by=by, now=now)
    except Refused as refused:
        note = note_card(note_id, contact_id)
        context = {"card": card, "note": note, "body": body, "problem": refused.sentence}
        return render(request, "contacts/contact_note.html", context, status=422)
    return redirect("contacts:contact_notes", contact_id)


def destroy(request: HttpRequest, contact_id: int, note_id: int) -> HttpResponse:
    reached(request, "edit", contact_id)
    by, now = actor_of(request), clock.now()
    delete_note(note_id=note_id, contact_id=contact_id, by=by, now=now)
    ui.toast(request, _("The note is deleted."))
    return redirect("contacts:contact_notes", contact_id)


def see(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Take a mention off one's own Today."""
    see_mention(mention_id=mention_id, by=actor_of(request), now=clock.now())
    return redirect("/")
