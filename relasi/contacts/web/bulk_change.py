"""A bulk change on its page: looked at, made, followed while it runs, taken back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of
from relasi.contacts import jobs
from relasi.contacts.actions.bulk import go_on, start, start_undo
from relasi.contacts.queries.bulk import PAGE, ChangeCard, change_card, change_lines, value_text
from relasi.contacts.queries.deleting import how_many_stay
from relasi.kernel import clock
from relasi.kernel.errors import NotAllowed, Refused
from relasi.kernel.jobs import later
from relasi.ui import public as ui

from .bulk import TITLES, field_label

AT_ONCE = 5000
OF_ADDRESSES = {
    "correct": gettext_lazy("Correct addresses"),
    "invalid": gettext_lazy("Mark addresses as not valid"),
}


def show(request: HttpRequest, change_id: int) -> HttpResponse:
    card = _mine(request, change_id)
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004
    part = "#state" if request.headers.get("HX-Request-Type") == "partial" else ""
    return render(request, f"contacts/bulk_change.html{part}", _context(card, max(page, 1)))


def create(request: HttpRequest, change_id: int) -> HttpResponse:
    """Say yes."""
    return _work(request, change_id, start)


def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take it back."""
    return _work(request, change_id, start_undo)


def _work(request: HttpRequest, change_id: int, begin: Callable[..., int]) -> HttpResponse:
    """A few thousand are changed at once, more by a job that one can watch."""
    card = _mine(request, change_id)
    by, now = actor_of(request), clock.now()
    if card.kind == "delete":
        accounts.authorise(by, "delete", "contacts")
    try:
        people = begin(change_id=change_id, by=by, now=now)
    except Refused as refused:
        context = _context(change_card(change_id), 1) | {"problem": refused.sentence}
        return render(request, "contacts/bulk_change.html", context, status=422)
    if people > AT_ONCE:
        later(jobs.change_many, change_id=change_id, by_label=by.label, moment=now.isoformat())
        return redirect("contacts:bulk_change", change_id)
    go_on(change_id=change_id, by_label=by.label, now=now)
    card = change_card(change_id)
    back = reverse("contacts:bulk_change_undo", args=[change_id])
    ui.toast(request, made(card), back if card.state == "done" and card.kind != "delete" else None)
    return redirect(_back(card))


def _mine(request: HttpRequest, change_id: int) -> ChangeCard:
    """A change belongs to who proposed it; those who may change everybody see it too."""
    card = change_card(change_id)
    actor = actor_of(request)
    if card.proposed_by == actor.label:
        return card
    if accounts.visible_owners(actor, "edit", "contacts") is not None:
        raise NotAllowed(_("This change belongs to a colleague."))
    return card


def _context(card: ChangeCard, page: int) -> dict[str, Any]:
    return {
        "card": card,
        "title": (TITLES | OF_ADDRESSES)[card.kind],
        "what": what(card),
        "deletes": card.kind == "delete",
        "nameless": _nameless(card),
        "lines": change_lines(card, page),
        "page": page,
        "more": page * PAGE < card.total,
        "same": card.chosen - card.total,
        "back": _back(card),
        "back_name": _("Addresses") if card.kind in OF_ADDRESSES else _("People"),
    }


def _back(card: ChangeCard) -> str:
    """The list it was chosen from."""
    page = "contacts:address_findings" if card.kind in OF_ADDRESSES else "contacts:contact_list"
    return f"{reverse(page)}?{card.query}"


def _nameless(card: ChangeCard) -> int:
    """Of how many who are to be deleted something stays."""
    return how_many_stay(card.id) if card.kind == "delete" and card.state == "proposed" else 0


def what(card: ChangeCard) -> str:
    """The change as a sentence, before it is made."""
    n = card.total
    sentences = {
        "tag": ngettext(
            "%(n)s person gets the tag “%(value)s”.", "%(n)s people get the tag “%(value)s”.", n
        ),
        "untag": ngettext(
            "%(n)s person loses the tag “%(value)s”.", "%(n)s people lose the tag “%(value)s”.", n
        ),
        "owner": ngettext(
            "%(n)s person gets the owner %(value)s.", "%(n)s people get the owner %(value)s.", n
        ),
        "field": ngettext(
            "%(field)s of %(n)s person becomes “%(value)s”.",
            "%(field)s of %(n)s people becomes “%(value)s”.",
            n,
        ),
        "delete": ngettext("%(n)s person is deleted.", "%(n)s people are deleted.", n),
        "correct": ngettext(
            "%(n)s address is written as it was meant.",
            "%(n)s addresses are written as they were meant.",
            n,
        ),
        "invalid": ngettext(
            "%(n)s address is marked as not valid; nothing is sent to it.",
            "%(n)s addresses are marked as not valid; nothing is sent to them.",
            n,
        ),
    }
    return sentences[card.kind] % _named(card)


def made(card: ChangeCard) -> str:
    """The change as a sentence, after it was made or taken back."""
    if card.state == "undone":
        return _("Taken back.")
    n = card.total
    sentences = {
        "tag": ngettext("%(n)s person tagged “%(value)s”.", "%(n)s people tagged “%(value)s”.", n),
        "untag": ngettext(
            "“%(value)s” removed from %(n)s person.", "“%(value)s” removed from %(n)s people.", n
        ),
        "owner": ngettext(
            "%(n)s person assigned to %(value)s.", "%(n)s people assigned to %(value)s.", n
        ),
        "field": ngettext(
            "%(field)s changed for %(n)s person.", "%(field)s changed for %(n)s people.", n
        ),
        "delete": ngettext("%(n)s person deleted.", "%(n)s people deleted.", n),
        "correct": ngettext("%(n)s address corrected.", "%(n)s addresses corrected.", n),
        "invalid": ngettext(
            "%(n)s address marked as not valid.", "%(n)s addresses marked as not valid.", n
        ),
    }
    return sentences[card.kind] % _named(card)


def _named(card: ChangeCard) -> dict[str, str]:
    detail = card.detail
    named = {"n": ui.formats.number(card.total, get_language() or "en"), "field": "", "value": ""}
    if card.kind == "delete" or card.kind in OF_ADDRESSES:
        return named
    if card.kind in {"tag", "untag"}:
        return named | {"value": detail["tag"]}
    if card.kind == "owner":
        owner = detail["owner_id"]
        known = accounts.staff_names([owner]) if owner else {}
        return named | {"value": known.get(owner, _("nobody"))}
    return named | {"field": field_label(detail["key"]), "value": value_text(detail["value"])}
