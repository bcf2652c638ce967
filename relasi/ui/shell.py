"""What the frame around every page shows; computed when the frame is drawn, not for partials."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from . import navigation, toasts
from .lists.views import SavedView, view_store
from .viewing import Person, banners, person_of

THEME_COOKIE: Final = "relasi_theme"
KEYS_COOKIE: Final = "relasi_keys"
THEMES: Final = ("system", "light", "dark")


def theme_of(request: HttpRequest, person: Person | None) -> str:
    """As chosen in this browser, else as stored with the person, else the machine's."""
    stored = person.theme if person else ""
    chosen = request.COOKIES.get(THEME_COOKIE) or stored
    return chosen if chosen in THEMES else "system"


def _pinned(request: HttpRequest) -> list[SavedView]:
    store = view_store()
    return store.pinned(request) if store else []


def _section(drawn: list[navigation.Entry]) -> navigation.Text:
    """What the phone's bar says: the present page of the navigation."""
    for entry in drawn:
        if entry.current:
            return next((page.label for page in entry.pages if page.current), entry.label)
    return ""


def _frame(request: HttpRequest) -> dict[str, Any]:
    person = person_of(request)
    theme = theme_of(request, person)
    drawn = navigation.jobs(request) if person else []
    groups = navigation.settings_groups(request) if person else []
    settings_pages = [page for group in groups for page in group.pages]
    return {
        "person": person,
        "layout": "ui/shell.html" if person else "ui/plain.html",
        "jobs": drawn,
        "phone_jobs": drawn[:4],
        "settings": groups,
        "in_settings": any(page.current for page in settings_pages),
        "section": _section([*drawn, *settings_pages]),
        "pinned": _pinned(request) if person else [],
        "banners": banners(request) if person else [],
        "toasts": toasts.take(request),
        "theme": theme,
        "data_theme": "relasi-malam" if theme == "dark" else "relasi",
        "language": "id" if (get_language() or "en").startswith("id") else "en",
        "languages": settings.LANGUAGES,
        "single_keys": request.COOKIES.get(KEYS_COOKIE) != "off",
        "here": request.get_full_path(),
    }


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor's answer: `frame`, built on first use."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}
