"""What the rest of the house shows of requests."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.messaging import public as messaging
from relasi.ui import public as ui

from . import letters
from .queries.cards import card_of, open_requests, overdue_count
from .sentences import clock_says

VIEW = ("privacy", "view")
SOURCES = {
    "request": pgettext_lazy("source", "request about their data"),
    "own page": pgettext_lazy("source", "their own page"),
}
SHOWN = 5


def register() -> None:
    letters.register()
    messaging.register_beside_choices(
        "requests:own_link", _("See, correct, take or erase what we hold about you")
    )
    contacts.register_sources(SOURCES)
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="requests",
            label=_("Privacy requests"),
            url_name="requests:request_list",
            icon="fingerprint",
            rights=VIEW,
            order=81,
            group="privacy",
        )
    )
    ui.register_panel("today.main", ui.Panel("requests", 5, VIEW, _due))
    ui.register_banner(_overdue)


def _due(request: HttpRequest, _subject: int) -> SafeString | None:
    """The requests that wait, the most urgent first."""
    now = clock.now()
    rows = open_requests(most=SHOWN)
    if not rows:
        return None
    cards = [card_of(row, now) for row in rows]
    lines = [(card, clock_says(card, now)) for card in cards]
    return render_to_string("requests/due.html", {"lines": lines}, request)


def _overdue(request: HttpRequest) -> ui.Banner | None:
    """Above every page of those who may do something about it."""
    if not ui.may(request, ("privacy", "edit")):
        return None
    late = overdue_count(clock.now())
    if not late:
        return None
    sentence = ngettext(
        "%(n)d request about somebody’s data is overdue by law.",
        "%(n)d requests about somebody’s data are overdue by law.",
        late,
    )
    url = reverse("requests:request_list")
    return ui.Banner(sentence % {"n": late}, str(_("Look at them")), url, icon="hourglass")
