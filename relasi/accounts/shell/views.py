"""Saved views, as the lists of ui want them."""

from django.http import HttpRequest
from django.urls import reverse

from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.saved_views import SavedViewCard, pinned_views, saved_views
from relasi.ui import public as ui


class StoredViews:
    """Answers ui.public.ViewStore."""

    def views(self, request: HttpRequest, page: str) -> list[ui.SavedView]:
        return [_drawn(card) for card in saved_views(actor_of(request), page)]

    def pinned(self, request: HttpRequest) -> list[ui.SavedView]:
        return [_drawn(card) for card in pinned_views(actor_of(request))]

    def save_url(self, request: HttpRequest) -> str:
        del request
        return reverse("accounts:view_list")

    def view_url(self, view_id: int) -> str:
        return reverse("accounts:view", args=[view_id])


def _drawn(card: SavedViewCard) -> ui.SavedView:
    return ui.SavedView(
        id=card.id,
        name=card.name,
        page=card.page,
        query=card.query,
        mine=card.mine,
        shared=card.shared,
        pinned=card.pinned,
    )
