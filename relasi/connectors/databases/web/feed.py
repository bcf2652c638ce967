"""The page of a feed: its query, its schedule, and every time it was read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.connectors.databases.actions.keeping import delete_feed
from relasi.connectors.databases.actions.reading import read_soon
from relasi.connectors.databases.queries.databases import feed_card, readings
from relasi.kernel import clock
from relasi.kernel.jobs import is_awaited
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui

PAGE = 25
TAGS = {"done": "good", "failed": "bad", "cancelled": "warn", "uploaded": "warn"}


def show(request: HttpRequest, feed_id: int) -> HttpResponse:
    card = feed_card(feed_id)
    page = max(1, row_number(request.GET.get("page", "1")) or 1)
    found, total = readings(feed_id, offset=(page - 1) * PAGE, limit=PAGE)
    context = {
        "feed": card,
        "readings": [(each, TAGS.get(each.state, "info")) for each in found],
        "waiting": is_awaited(f"feed-{feed_id}"),
        "earlier": page + 1 if page * PAGE < total else None,
        "later": page - 1 if page > 1 else None,
        "editor": ui.may(request, ("settings", "edit")),
    }
    partial = request.headers.get("HX-Request-Type") == "partial"
    template = "databases/feed.html"
    response = render(request, f"{template}#readings" if partial else template, context)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    return response


def create(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Read it now."""
    read_soon(feed_id=feed_id, by=actor_of(request))
    ui.toast(request, _("It is being read. What comes of it stands below in a moment."))
    return redirect("databases:feed", feed_id)


def destroy(request: HttpRequest, feed_id: int) -> HttpResponse:
    card = feed_card(feed_id)
    delete_feed(feed_id=feed_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("“%(name)s” is deleted. What came in by it stays.") % {"name": card.name})
    return redirect("databases:database", card.database_id)
