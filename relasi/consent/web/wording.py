"""What holds, in the words of the customer page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from relasi.consent.queries.permissions import PermissionCard, channels, purposes
from relasi.consent.rules import ASKED

# What reach icons call it: may be reached, refused, never asked.
REACH = {True: "yes", False: "off", None: "no"}
DOTS = {"yes": "good", "off": "bad", "no": ""}


@dataclass(frozen=True, slots=True)
class Reach:
    """One channel: `state` is yes, off or no; `said` in words, `at` of a refusal."""

    channel: str
    label: str
    state: str
    said: str
    at: datetime | None

    @property
    def dot(self) -> str:
        return DOTS[self.state]


def reaches(held: Sequence[PermissionCard]) -> list[Reach]:
    """Every channel in its order, with what it is allowed for."""
    return [_reach(channel, label, held) for channel, label in channels()]


def _reach(channel: str, label: str, held: Sequence[PermissionCard]) -> Reach:
    mine = [card for card in held if card.channel == channel]
    names = dict(purposes())
    granted = {card.purpose for card in mine if card.granted}
    allowed = [names[purpose] for purpose in ASKED[channel] if purpose in granted]
    main = next((card for card in mine if card.purpose == ASKED[channel][0]), None)
    state = REACH[main.granted if main else None]
    if allowed:
        return Reach(channel, label, state, ", ".join(allowed), None)
    if mine:
        refused = max(card.stated_at for card in mine)
        return Reach(channel, label, "off", _("Refused"), refused)
    return Reach(channel, label, "no", _("Never asked"), None)
