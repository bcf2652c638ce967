"""The one organisation of this installation."""

from dataclasses import dataclass

from relasi.accounts import memory
from relasi.accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    name: str
    postal_address: str
    currency: str
    time_zone: str
    language: str
    country: str


def organisation() -> OrganisationCard:
    """Read at most once in a request."""
    return memory.recall("organisation", _read)


def _read() -> OrganisationCard:
    row = Organisation.objects.filter(pk=1).first() or Organisation(pk=1)
    return OrganisationCard(
        name=row.name,
        postal_address=row.postal_address,
        currency=row.currency,
        time_zone=row.time_zone,
        language=row.language,
        country=row.country,
    )
