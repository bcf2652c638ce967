"""The limits as they are set, or as they are before anybody set them."""

from dataclasses import dataclass

from relasi.contacts.models import MatchSettings

LOWEST = 0.5
PROPOSED_FROM = 0.95
MOST_JOINED = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Probabilities from 0 to 1. `join_from` None: everybody is looked at by somebody."""

    propose_from: float = PROPOSED_FROM
    join_from: float | None = None
    most_joined: int = MOST_JOINED


def limits() -> Limits:
    row = MatchSettings.objects.filter(pk=1).first()
    return Limits(row.propose_from, row.join_from, row.most_joined) if row else Limits()
