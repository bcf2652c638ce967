"""Saved views: a list's filters, sorting and columns under a name."""

from dataclasses import dataclass

from django.db.models import Q

from relasi.accounts.models import SavedView
from relasi.accounts.rules import Actor


@dataclass(frozen=True, slots=True)
class SavedViewCard:
    """`query` is the list's query string, without the question mark."""

    id: int
    page: str
    name: str
    query: str
    shared: bool
    pinned: bool
    mine: bool


def saved_views(actor: Actor, page: str) -> tuple[SavedViewCard, ...]:
    """One's own and the shared ones of a list, pinned first, then by name."""
    seen = SavedView.objects.filter(Q(owner_id=actor.staff_id) | Q(shared=True), page=page)
    return tuple(_card(view, actor) for view in seen.order_by("-pinned", "name", "pk"))


def _card(view: SavedView, actor: Actor) -> SavedViewCard:
    return SavedViewCard(
        id=view.pk,
        page=view.page,
        name=view.name,
        query=view.query,
        shared=view.shared,
        pinned=view.pinned,
        mine=view.owner_id == actor.staff_id,
    )
