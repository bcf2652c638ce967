"""One pair after the other: both side by side, why they may be one, and what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.matching.actions.deciding import accept, postpone, reject, take_back
from relasi.contacts.matching.actions.joining import accept_group
from relasi.contacts.matching.queries.groups import Group, group_of
from relasi.contacts.matching.queries.queue import called, last_decided, next_open
from relasi.contacts.matching.rules.waterfall import Bar, waterfall
from relasi.contacts.models import MatchProposal
from relasi.contacts.queries.cards import names
from relasi.contacts.queries.merging import merge_preview
from relasi.contacts.web.contact_merge import lines
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.ui import public as ui

from .duplicates import SUREST
from .reaching import reached
from .wording import AGAINST, FOR, OUTCOMES, TRAITS

EDIT = ("contacts", "edit")


@dataclass(frozen=True, slots=True)
class Reason:
    """A bar of the waterfall in words."""

    trait: str
    outcome: str
    says: str
    bar: Bar


def show(request: HttpRequest, proposal_id: int) -> HttpResponse:
    return _page(request, reached(request, "view", proposal_id))


def show_next(request: HttpRequest) -> HttpResponse:
    """The surest pair that waits; with ?after= the one behind it."""
    text = request.GET.get("after", "")
    after = None
    if text.isascii() and text.isdigit():
        after = MatchProposal.objects.filter(pk=int(text[:18])).first()
    return _go_on(request, after)


def create_accept(request: HttpRequest, proposal_id: int) -> HttpResponse:
    taken = {
        key.removeprefix("take.")
        for key, value in request.POST.items()
        if key.startswith("take.") and value == "lost"
    }

    def join() -> None:
        accept(proposal_id=proposal_id, from_lost=taken, by=actor_of(request), now=clock.now())

    return _decide(request, proposal_id, join, _("Two people are one now."))


def create_group(request: HttpRequest, proposal_id: int) -> HttpResponse:
    row = reached(request, "edit", proposal_id)
    for other_id in group_of(row.pk).pairs.values():
        reached(request, "edit", other_id)

    def join() -> None:
        accept_group(proposal_id=proposal_id, by=actor_of(request), now=clock.now())

    return _decide(request, proposal_id, join, _("The whole group is one person now."))


def create_reject(request: HttpRequest, proposal_id: int) -> HttpResponse:
    def keep_apart() -> None:
        reject(proposal_id=proposal_id, by=actor_of(request), now=clock.now())

    return _decide(request, proposal_id, keep_apart, _("They stay two people."))


def create_later(request: HttpRequest, proposal_id: int) -> HttpResponse:
    row = reached(request, "edit", proposal_id)
    try:
        postpone(proposal_id=proposal_id, now=clock.now())
    except Refused as refused:
        return _page(request, row, refused.sentence)
    return _go_on(request, row)


def undo(request: HttpRequest, proposal_id: int) -> HttpResponse:
    row = reached(request, "edit", proposal_id)
    try:
        take_back(proposal_id=proposal_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, row, refused.sentence)
    ui.toast(request, _("Taken back. The pair waits again."))
    return redirect("contacts:duplicate", proposal_id)


def undo_last(request: HttpRequest) -> HttpResponse:
    """What this person decided last."""
    proposal_id = last_decided(actor_of(request).label)
    if proposal_id is None:
        raise NotFound(_("You have decided nothing yet that could be taken back."))
    return undo(request, proposal_id)


def _decide(
    request: HttpRequest, proposal_id: int, verb: Callable[[], None], sentence: str
) -> HttpResponse:
    row = reached(request, "edit", proposal_id)
    try:
        verb()
    except Refused as refused:
        row.refresh_from_db()
        return _page(request, row, refused.sentence)
    ui.toast(request, sentence, reverse("contacts:duplicate_undo", args=[proposal_id]))
    return _go_on(request, row)


def _go_on(request: HttpRequest, row: MatchProposal | None) -> HttpResponse:
    owners = visible_owners(actor_of(request), "edit", "contacts")
    proposal_id = next_open(owners, after=row)
    if proposal_id is None:
        ui.toast(request, _("Nothing waits any more."))
        return redirect("contacts:duplicates")
    return redirect("contacts:duplicate", proposal_id)


def _page(request: HttpRequest, row: MatchProposal, problem: str = "") -> HttpResponse:
    context = {
        "row": row,
        "shown": min(row.probability, SUREST),
        "state_label": row.get_state_display(),
        "names": _names(row),
        "reasons": reasons(row),
        "editor": ui.may(request, EDIT),
        "problem": problem,
        "can_take_back": row.state in {"accepted", "automatic", "rejected"},
    }
    if row.state == MatchProposal.State.OPEN:
        context |= _side_by_side(row)
    return render(request, "contacts/duplicate.html", context, status=422 if problem else 200)


def _side_by_side(row: MatchProposal) -> dict[str, Any]:
    try:
        preview = merge_preview(row.a_id, row.b_id)
    except (Refused, NotFound) as gone:
        return {"problem": gone.sentence}
    group = group_of(row.pk)
    return {
        "preview": preview,
        "both": (preview.kept, preview.lost),
        "lines": lines(preview),
        "group": group,
        "others": _others(row, group),
    }


def _others(row: MatchProposal, group: Group) -> list[tuple[int, str]]:
    """The other people of the group."""
    ids = [one for one in group.members if one not in {row.a_id, row.b_id}]
    known = names(ids)
    return [(one, known.get(one, "")) for one in ids]


def _names(row: MatchProposal) -> tuple[str, str]:
    known = called([row])
    nameless = _("No name")
    return known.get(row.a_id) or nameless, known.get(row.b_id) or nameless


def reasons(row: MatchProposal) -> list[Reason]:
    """The waterfall in words; empty for a pair that was never compared."""
    if not row.parts:
        return []
    return [
        Reason(
            str(TRAITS[bar.comparison]),
            str(OUTCOMES[bar.level]),
            str((FOR if bar.speaks_for else AGAINST)[bar.strength]),
            bar,
        )
        for bar in waterfall(row.weight, row.parts)
    ]
