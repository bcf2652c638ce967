"""How people are recognised, as it is set."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from relasi.accounts.public import organisation
from relasi.contacts.models import BlockedValue, IdentityRule
from relasi.contacts.rules import (
    EMAIL,
    HOUSE_BLOCKED,
    PHONE,
    USUAL,
    Identifying,
    KindRule,
    Unfit,
    blocks_of,
    normalise_email,
    normalise_phone,
)
from relasi.kernel.arrays import words_of

Address = tuple[str, str]  # kind and written form
HOUSE = [(kind, pattern) for kind, patterns in HOUSE_BLOCKED.items() for pattern in patterns]
# What is claimed takes no room where the address is sure (rules.Known), whoever tells it here: at
# worst a page is held to what they refused.
HOLDERS = """
SELECT i.value, i.contact_id FROM contacts_identity i
WHERE i.kind = %s AND i.value = ANY(%s::text[]) AND %s > (
    SELECT count(*) FROM contacts_identity e
    WHERE e.contact_id = i.contact_id AND e.kind = 'external'
    AND (i.is_claimed OR NOT e.is_claimed)
)
"""


@dataclass(frozen=True, slots=True)
class BlockedCard:
    id: int
    kind: str
    pattern: str
    created_at: datetime
    created_by: str


def identifying() -> Identifying:
    rows = IdentityRule.objects.values_list("kind", "rank", "recognises", "most", "when_full")
    kinds = USUAL | {row[0]: KindRule(*row) for row in rows}
    own = BlockedValue.objects.values_list("kind", "pattern")
    return Identifying(kinds, blocks_of([*HOUSE, *own]))


def blocked_values() -> list[BlockedCard]:
    """Those that were added here."""
    fields = ("pk", "kind", "pattern", "created_at", "created_by")
    rows = BlockedValue.objects.order_by("kind", "pattern").values_list(*fields)
    return [BlockedCard(*row) for row in rows]


def would_be_known(told: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    """Of unknown external ids, told with e-mail and phone, those whom know_people would give to
    somebody who is here.
    """
    said = list(told)
    if not said:
        return {}
    rules = identifying()
    country = organisation().country if PHONE in rules.finding else ""
    addresses = [(user_id, _written(email, phone, country)) for user_id, email, phone in said]
    owners = _holders({one for _id, ones in addresses for one in ones}, rules)
    found: dict[str, int] = {}
    for kind in rules.finding:
        for user_id, ones in addresses:
            for one in ones:
                if one[0] == kind and one in owners:
                    found.setdefault(user_id, owners[one])
    return found


def _written(email: str, phone: str, country: str) -> list[Address]:
    found = []
    with suppress(Unfit):
        found.append((EMAIL, normalise_email(email)))
    with suppress(Unfit):
        found.append((PHONE, normalise_phone(phone, country)))
    return found


def _holders(addresses: Iterable[Address], rules: Identifying) -> dict[Address, int]:
    """Of these addresses, those whose people have room for a number."""
    found: dict[Address, int] = {}
    for kind in rules.finding:
        wanted = [v for k, v in addresses if k == kind and (k, v) not in rules.blocks]
        if wanted:
            with connection.cursor() as cursor:
                cursor.execute(HOLDERS, [kind, words_of(wanted), rules.numbers])
                found |= {(kind, value): contact_id for value, contact_id in cursor.fetchall()}
    return found
