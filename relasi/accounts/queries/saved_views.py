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


def pinned_views(actor: Actor) -> tuple[SavedViewCard, ...]:
    """Those in the side bar: one's own and shared ones that are pinned."""
    seen = SavedView.objects.filter(Q(owner_id=actor.staff_id) | Q(shared=True), pinned=True)
    return tuple(_card(view, actor) for view in seen.order_by("name", "pk"))


def view_page(actor: Actor, view_id: int) -> str:
    """The list a view belongs to, with the view on; "/" for a view that is not theirs."""
    view = SavedView.objects.filter(pk=view_id, owner_id=actor.staff_id).first()
    if view is None:
        return "/"
    return f"{view.page}?{view.query}" if view.query else view.page


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
