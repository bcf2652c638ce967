"""The navigation: seven jobs, the pages under each; settings by subject behind the avatar."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .viewing import Right, may

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Job:
    """One of the seven things people come to do; `letter` follows G on the keyboard."""

    key: str
    label: Text
    icon: str
    letter: str


JOBS: Final = (
    Job("today", _("Today"), "sun", "T"),
    Job("inbox", _("Inbox"), "inbox", "I"),
    Job("customers", _("Customers"), "users-round", "C"),
    Job("sales", _("Sales"), "handshake", "S"),
    Job("marketing", _("Marketing"), "megaphone", "M"),
    Job("feedback", _("Feedback"), "message-square-heart", "F"),
    Job("insights", _("Insights"), "chart-spline", "N"),
)
SETTINGS: Final = "settings"


@dataclass(frozen=True, slots=True)
class Group:
    """A subject of the settings; its pages stand together under its label."""

    key: str
    label: Text


SETTINGS_GROUPS: Final = (
    Group("you", _("You")),
    Group("organisation", _("Organisation")),
    Group("data", _("Data in and out")),
    Group("privacy", _("Privacy")),
    Group("security", _("Security")),
)
_GROUP_PLACES: Final = {group.key: place for place, group in enumerate(SETTINGS_GROUPS)}


@dataclass(frozen=True, slots=True)
class NavItem:
    """A page in the navigation; `rights` is (object, action), None for everybody.

    `only_if` hides it for a reason other than rights (the outbox while a server is set);
    `also` are beginnings of addresses that belong to it and lie elsewhere; `group` is the
    subject under which a page of the settings stands.
    """

    job: str
    key: str
    label: Text
    url_name: str
    icon: str
    rights: Right | None = None
    order: int = 100
    only_if: Callable[[HttpRequest], bool] | None = None
    also: tuple[str, ...] = ()
    group: str = "organisation"


@dataclass(frozen=True, slots=True)
class NavAction:
    """Something to do from the palette: "New person"."""

    key: str
    label: Text
    url_name: str
    icon: str
    rights: Right | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the drawn navigation."""

    key: str
    label: Text
    url: str
    icon: str
    current: bool = False
    exact: bool = False
    letter: str = ""
    pages: "tuple[Entry, ...]" = ()


_items: dict[str, NavItem] = {}
_actions: dict[str, NavAction] = {}


def register_nav(item: NavItem) -> None:
    """Put a page under its job; the same job and key again replaces it."""
    if item.job != SETTINGS and item.job not in {job.key for job in JOBS}:
        raise ValueError(f"{item.job!r} is not a job of the navigation.")
    if item.group not in _GROUP_PLACES:
        raise ValueError(f"{item.group!r} is no group of the settings: {list(_GROUP_PLACES)}.")
    _items[f"{item.job}.{item.key}"] = item


def register_action(action: NavAction) -> None:
    """Offer something to do in the palette."""
    _actions[action.key] = action


def _permitted(request: HttpRequest, job: str) -> list[NavItem]:
    items = [
        item
        for item in _items.values()
        if item.job == job
        and may(request, item.rights)
        and (item.only_if is None or item.only_if(request))
    ]
    return sorted(items, key=lambda item: (_GROUP_PLACES[item.group], item.order, item.key))


def _entries(request: HttpRequest, job: str) -> list[Entry]:
    return [_entry(item) for item in _permitted(request, job)]


def _entry(item: NavItem) -> Entry:
    return Entry(item.key, item.label, reverse(item.url_name), item.icon)


def _current_url(path: str, urls: list[str]) -> str:
    """The longest address that `path` lies under; "/" only covers itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")


def _marked(entries: list[Entry], here: str, path: str) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, current=entry.url == here, exact=entry.url == path) for entry in entries
    )


def jobs(request: HttpRequest) -> list[Entry]:
    """The jobs that have something behind them, the present one marked, its pages inside."""
    found = [(job, entries) for job in JOBS if (entries := _entries(request, job.key))]
    here = _current_url(request.path, [entry.url for _job, entries in found for entry in entries])
    drawn = []
    for job, entries in found:
        pages = _marked(entries, here, request.path)
        current = any(page.current for page in pages)
        drawn.append(
            Entry(
                job.key,
                job.label,
                pages[0].url,
                job.icon,
                current=current,
                exact=pages[0].exact,
                letter=job.letter,
                pages=pages if len(pages) > 1 else (),
            )
        )
    return drawn


def settings_groups(request: HttpRequest) -> list[Entry]:
    """The subjects of the settings that have something to see, the pages of each inside."""
    items = _permitted(request, SETTINGS)
    entries = {item.key: _entry(item) for item in items}
    owners = {entry.url: entry.url for entry in entries.values()} | {
        part: entries[item.key].url for item in items for part in item.also
    }
    here = owners.get(_current_url(request.path, list(owners)), "")
    grouped = [
        (group, [entries[item.key] for item in items if item.group == group.key])
        for group in SETTINGS_GROUPS
    ]
    return [
        Entry(group.key, group.label, pages[0].url, "", pages=_marked(pages, here, request.path))
        for group, pages in grouped
        if pages
    ]


def settings_pages(request: HttpRequest) -> list[Entry]:
    """Every page of the settings, in the order of their subjects."""
    return [page for group in settings_groups(request) for page in group.pages]


def actions(request: HttpRequest) -> list[Entry]:
    return [
        Entry(action.key, action.label, reverse(action.url_name), action.icon)
        for action in _actions.values()
        if may(request, action.rights)
    ]
