"""Programs' keys as they may be shown: never the secret."""

from dataclasses import dataclass
from datetime import datetime

from relasi.accounts.models import ApiKey, Role


@dataclass(frozen=True, slots=True)
class KeyCard:
    id: int
    name: str
    prefix: str
    role_name: str
    created_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def keys() -> list[KeyCard]:
    """Working ones first, newest first."""
    rows = ApiKey.objects.select_related("created_by").order_by("-created_at", "-pk")
    cards = [
        KeyCard(
            id=row.pk,
            name=row.name,
            prefix=row.prefix,
            role_name=str(Role(row.role).label),
            created_by=row.created_by.name,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]
    return sorted(cards, key=lambda card: card.revoked_at is not None)
