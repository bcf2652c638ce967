"""What Ctrl+K finds: pages, actions, and rows that the packages above look up."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import navigation
from .viewing import Right, actor_of, may

PER_GROUP = 6


@dataclass(frozen=True, slots=True)
class SearchHit:
    label: str
    note: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class SearchProvider:
    """`find(actor, text, limit)`: the best rows first, those only that `actor` may see."""

    key: str
    label: str | Promise
    rights: Right | None
    find: Callable[[object, str, int], list[SearchHit]]


@dataclass(frozen=True, slots=True)
class HitGroup:
    label: str
    hits: tuple[SearchHit, ...]


_providers: dict[str, SearchProvider] = {}


def register_search(provider: SearchProvider) -> None:
    _providers[provider.key] = provider


def _pages(request: HttpRequest) -> list[SearchHit]:
    hits = []
    for job in navigation.jobs(request):
        note = str(job.label) if job.pages else ""
        pages = job.pages or (job,)
        hits += [SearchHit(str(page.label), note, page.url, page.icon) for page in pages]
    hits += [
        SearchHit(str(page.label), _("Settings"), page.url, page.icon)
        for page in navigation.settings_pages(request)
    ]
    return hits


def _matching(hits: list[SearchHit], text: str) -> tuple[SearchHit, ...]:
    words = text.casefold().split()
    return tuple(
        hit for hit in hits if all(word in f"{hit.label} {hit.note}".casefold() for word in words)
    )


def find(request: HttpRequest, text: str) -> list[HitGroup]:
    """Groups with something in them: actions, pages, then rows once there are two letters."""
    todo = [SearchHit(str(a.label), "", a.url, a.icon) for a in navigation.actions(request)]
    groups = [
        HitGroup(_("Do"), _matching(todo, text)[:PER_GROUP]),
        HitGroup(_("Go to"), _matching(_pages(request), text)[: PER_GROUP if text else None]),
    ]
    if len(text) > 1:
        actor = actor_of(request)
        groups[:0] = [
            HitGroup(str(provider.label), tuple(provider.find(actor, text, PER_GROUP)))
            for provider in _providers.values()
            if may(request, provider.rights)
        ]
    return [group for group in groups if group.hits]
