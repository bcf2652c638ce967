"""Saved views: a list's question under a name. `accounts` keeps them; we show the tabs."""

from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class SavedView:
    """`page` is the path of the list, `query` what stands after its "?"."""

    id: int
    name: str
    page: str
    query: str
    mine: bool = True
    shared: bool = False
    pinned: bool = False

    @property
    def url(self) -> str:
        return f"{self.page}?{self.query}" if self.query else self.page


class ViewStore(Protocol):
    """Where saved views live.

    `save_url` takes a POST with page, name, query, shared and pinned (1 or absent);
    `view_url(id)` takes `_method=patch` (name, pinned, shared) and `_method=delete`.
    """

    def views(self, request: HttpRequest, page: str) -> list[SavedView]: ...

    def pinned(self, request: HttpRequest) -> list[SavedView]: ...

    def save_url(self, request: HttpRequest) -> str: ...

    def view_url(self, view_id: int) -> str: ...


_store: list[ViewStore] = []


def set_view_store(store: ViewStore) -> None:
    _store[:] = [store]


def view_store() -> ViewStore | None:
    return _store[0] if _store else None
