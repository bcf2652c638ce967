"""Saved views. One's own are one's own; a shared one is changed by whoever made it."""

from datetime import datetime

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from relasi.accounts.models import SavedView
from relasi.accounts.rules import Actor
from relasi.kernel.errors import NotFound, Refused

LONGEST_QUERY = 4000
LONGEST_NAME = 80
LONGEST_PATH = 40


@transaction.atomic
def save_view(  # noqa: PLR0913 - a view has these parts
    *, page: str, name: str, query: str, shared: bool, pinned: bool, by: Actor, now: datetime
) -> int:
    """Keep a list's question under a name; the same name again replaces one's own."""
    name = _name(name)
    if not _is_our_path(page):
        raise Refused(_("Save a view from the list it belongs to."), field="page")
    if len(query) > LONGEST_QUERY:
        raise Refused(_("This view has too many filters. Take some away."), field="name")
    view, _created = SavedView.objects.update_or_create(
        owner_id=by.staff_id,
        page=page,
        name=name,
        defaults={"query": query, "shared": shared, "pinned": pinned},
        create_defaults={
            "query": query,
            "shared": shared,
            "pinned": pinned,
            "created_at": now,
        },
    )
    return view.pk


@transaction.atomic
def change_view(*, view_id: int, name: str, shared: bool, pinned: bool, by: Actor) -> None:
    """Rename, share, pin."""
    view = _own(view_id, by)
    view.name, view.shared, view.pinned = _name(name), shared, pinned
    twins = SavedView.objects.filter(owner_id=by.staff_id, page=view.page, name=view.name)
    if twins.exclude(pk=view.pk).exists():
        sentence = _("You already have a view called “%(name)s”.") % {"name": view.name}
        raise Refused(sentence, field="name")
    view.save(update_fields=["name", "shared", "pinned"])


@transaction.atomic
def remove_view(*, view_id: int, by: Actor) -> None:
    _own(view_id, by).delete()


def _is_our_path(page: str) -> bool:
    """Colleagues follow a shared view: it leads to no other house, however browsers read it."""
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return ours and page.startswith("/") and len(page) <= LONGEST_PATH


def _own(view_id: int, by: Actor) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, owner_id=by.staff_id).first()
    if view is None:
        raise NotFound(_("There is no such view, or it belongs to somebody else."))
    return view


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Give the view a name of at most 80 characters."), field="name")
    return name
