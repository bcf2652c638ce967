"""Slots on a page that packages above fill: the customer page shows what it never imports."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from .viewing import Right, may


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page about one subject; `render` returns None when it has nothing to say."""

    key: str
    order: int
    rights: Right | None
    render: Callable[[HttpRequest, int], SafeString | None]


_slots: defaultdict[str, dict[str, Panel]] = defaultdict(dict)


def register_panel(slot: str, panel: Panel) -> None:
    """Fill `slot` ("customer.side"); the same key again replaces the panel."""
    _slots[slot][panel.key] = panel


def panels(slot: str, request: HttpRequest, subject_id: int) -> list[SafeString]:
    """The drawn panels of a slot in their order, without those that this person may not see."""
    ordered = sorted(_slots[slot].values(), key=lambda panel: (panel.order, panel.key))
    return [
        drawn
        for panel in ordered
        if may(request, panel.rights) and (drawn := panel.render(request, subject_id)) is not None
    ]
