"""Joining two people into one, with every difference shown first; and taking them apart."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of
from relasi.contacts.actions.merging import merge_contacts, undo_merge
from relasi.contacts.queries.cards import ContactCard
from relasi.contacts.queries.companies import company_names
from relasi.contacts.queries.fields import custom_fields
from relasi.contacts.queries.finding import find_people
from relasi.contacts.queries.merging import MergePreview, find_merge, merge_preview, merges_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from . import fields, words
from .forms.person import PersonForm
from .guarding import reached

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both; `choose` when they differ and somebody must say which."""

    key: str
    label: str
    kept: str
    lost: str
    choose: bool
    from_lost: bool


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    """With ?with=: both side by side. Without: find the other one."""
    card = reached(request, "edit", contact_id)
    other = request.GET.get("with", "")
    if not other.isascii() or not other.isdigit():
        return _search(request, card)
    reached(request, "edit", int(other[:18]))
    try:
        preview = merge_preview(contact_id, int(other[:18]))
    except Refused as refused:
        return _search(request, card, refused.sentence)
    context = {
        "card": card,
        "preview": preview,
        "both": (preview.kept, preview.lost),
        "lines": lines(preview),
        "other_id": int(other),
    }
    return render(request, "contacts/contact_merge.html", context)


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "edit", contact_id)
    other = request.POST.get("with", "")
    if not other.isascii() or not other.isdigit():
        return _search(request, card, _("Choose whom to join with."))
    lost_keys = {
        key.removeprefix("take.")
        for key, value in request.POST.items()
        if key.startswith("take.") and value == "lost"
    }
    try:
        reached(request, "edit", int(other[:18]))
        kept_id = merge_contacts(
            one_id=contact_id,
            other_id=int(other[:18]),
            from_lost=lost_keys,
            by=actor_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        return _search(request, card, refused.sentence)
    merge = merges_of(kept_id)[0]
    ui.toast(
        request,
        _("Two people are one now."),
        reverse("contacts:contact_merge_undo", args=[merge.id]),
    )
    return redirect("contacts:contact", kept_id)


def undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Take two people apart again."""
    merge = find_merge(merge_id)
    reached(request, "edit", merge.kept_id)
    try:
        undo_merge(merge_id=merge_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        card = reached(request, "view", merge.kept_id)
        return _search(request, card, refused.sentence)
    ui.toast(request, _("They are two people again."))
    return redirect("contacts:contact", merge.kept_id)


def _search(request: HttpRequest, card: ContactCard, problem: str = "") -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    asked = text or card.name
    context = {
        "card": card,
        "text": text,
        "found": find_people(actor_of(request), asked, MOST_FOUND, but=card.id),
        "suggested": not text,
        "problem": problem,
    }
    template = "contacts/contact_merge_search.html"
    if request.headers.get("HX-Request-Type") == "partial":
        template += "#found"
    return render(request, template, context, status=422 if problem else 200)


def lines(preview: MergePreview) -> list[Line]:
    """Every field that one of the two has, those to choose first."""
    labels = {name: str(field.label) for name, field in PersonForm.base_fields.items()}
    labels["company_id"] = labels["company"]
    custom = {f"fields.{f.key}": f for f in custom_fields("contact", archived=True)}
    labels |= {key: field.label for key, field in custom.items()}
    companies = company_names(_numbers(preview, "company_id"))
    owners = accounts.staff_names(_numbers(preview, "owner_id"))

    def text(key: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if key in custom:
            return fields.shown(custom[key], value)
        named = {
            "company_id": lambda: companies.get(value, ""),
            "owner_id": lambda: owners.get(value, ""),
            "country": lambda: words.country_name(value),
            "language": lambda: words.language_name(value),
        }
        return named[key]() if key in named else str(value)

    found = [
        Line(
            key=key,
            label=labels.get(key, key),
            kept=text(key, kept),
            lost=text(key, lost),
            choose=key in preview.differing,
            from_lost=kept in {None, ""},
        )
        for key, (kept, lost) in preview.values.items()
    ]
    shown = [line for line in found if line.kept or line.lost]
    return sorted(shown, key=lambda line: not line.choose)


def _numbers(preview: MergePreview, key: str) -> list[int]:
    return [number for number in preview.values[key] if number]
