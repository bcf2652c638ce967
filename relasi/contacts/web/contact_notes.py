"""Notes on the customer page: written, pinned, taken down again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts.public import actor_of
from relasi.contacts.actions.notes import pin_note, see_mention, write_note
from relasi.contacts.queries.notes import notes_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused

from .guarding import reached


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Every note about somebody, with the place to write one."""
    card = reached(request, "view", contact_id)
    context = {"card": card, "notes": notes_of(contact_id, limit=200)}
    return render(request, "contacts/contact_notes.html", context)


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "edit", contact_id)
    body = request.POST.get("body", "")
    try:
        write_note(contact_id=contact_id, body=body, by=actor_of(request), now=clock.now())
    except Refused as refused:
        context = {
            "card": card,
            "notes": notes_of(contact_id, limit=200),
            "body": body,
            "problem": refused.sentence,
        }
        return render(request, "contacts/contact_notes.html", context, status=422)
    return redirect("contacts:contact", contact_id)


def update(request: HttpRequest, contact_id: int, note_id: int) -> HttpResponse:
    """Pin or unpin."""
    reached(request, "edit", contact_id)
    pinned = request.POST.get("pinned") == "1"
    pin_note(note_id=note_id, contact_id=contact_id, pinned=pinned)
    return redirect("contacts:contact_notes", contact_id)


def see(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Take a mention off one's own Today."""
    see_mention(mention_id=mention_id, by=actor_of(request), now=clock.now())
    return redirect("/")
