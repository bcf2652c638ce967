"""How often somebody wants to hear from us, and whose data are not to be used."""

from dataclasses import dataclass
from datetime import datetime

from relasi.consent.models import Restriction, Wish


@dataclass(frozen=True, slots=True)
class RestrictionCard:
    reason: str
    restricted_at: datetime
    restricted_by: str


def most_a_week(contact_id: int) -> int | None:
    """The newest wish; None without one, or when there may be as many as there are."""
    rows = Wish.objects.filter(contact_id=contact_id).order_by("-stated_at", "-pk")
    return rows.values_list("most_a_week", flat=True).first()


def restriction_of(contact_id: int) -> RestrictionCard | None:
    """The restriction that stands, the oldest of them; None when their data are used."""
    rows = Restriction.objects.filter(contact_id=contact_id, lifted_at=None)
    found = rows.order_by("restricted_at").first()
    if found is None:
        return None
    return RestrictionCard(found.reason, found.restricted_at, found.restricted_by)
