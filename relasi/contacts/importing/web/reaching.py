"""An import somebody wants to work on: theirs to touch, and in the right state."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.contacts.importing.queries.runs import ImportCard, import_card
from relasi.contacts.importing.targets import get_target
from relasi.kernel.errors import Refused


def reached(request: HttpRequest, run_id: int, action: str = "edit") -> ImportCard:
    """Who may not write orders may not bring orders in, nor take them back."""
    card = import_card(run_id)
    authorise(actor_of(request), action, get_target(card.target).rights)
    return card


def open_run(request: HttpRequest, run_id: int) -> ImportCard:
    """One that has not run yet."""
    card = reached(request, run_id)
    if card.state != "uploaded":
        raise Refused(_("This import has run already. Begin a new one to change its columns."))
    return card


def number(text: str | None, least: int = 1) -> int:
    """A number from an address, the least one for anything else."""
    if text and text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004
        return max(least, int(text))
    return least
