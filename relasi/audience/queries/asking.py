"""Questions other packages ask about a tree or a segment, answered now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from relasi.audience.catalogue import check
from relasi.audience.live import People, picture
from relasi.audience.rules.tree import Group

from .naming import catalogue, situation
from .reasons import Reasons, WhyNode
from .segments import card


@dataclass(frozen=True, slots=True)
class Audience:
    """`reach` is who can be written to by channel: consent to offers and a usable address."""

    size: int
    reach: Mapping[str, int]


def size_and_reach(tree: Group, *, now: datetime) -> Audience:
    """How many a tree fits and how many of them can be reached. Raises BadTree."""
    check(tree, catalogue(tree))
    shown = picture(tree, People(situation(now)))
    return Audience(shown.size, shown.reach)


def why(segment: int | Group, contact_id: int, *, now: datetime) -> WhyNode:
    """Why this person is in a segment (by id) or fits a tree, or not."""
    tree = card(segment).tree if isinstance(segment, int) else segment
    return Reasons(contact_id, situation(now), catalogue(tree)).why(tree)
