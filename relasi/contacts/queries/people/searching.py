"""Finding a person by what one remembers: a name, an address, a number."""

import re

import phonenumbers
from django.db import connection

from relasi.accounts import public as accounts
from relasi.contacts.queries.matching import like
from relasi.contacts.registry import Fragment

MOST_ADDRESSES = 1000
TRIGRAM = 3
_PHONE = re.compile(r"\+?[\d\s().\-/]{4,}")


def search(text: str) -> Fragment:
    """Every word in the name, or the whole text at the start of an address.

    Addresses are looked up first: as a short list of ids they leave the planner free to
    use the index on names, or the order of the list, whichever is less work.
    """
    names = [f"%{like(word)}%" for word in text.split()]
    sql = " AND ".join("UPPER(c.name) LIKE %s" for _name in names)
    ids = by_address(text)
    if not ids:
        return sql or "TRUE", names
    return f"({sql}) OR c.id = ANY(%s)", [*names, ids]


def by_address(text: str) -> list[int]:
    """Who has an address that starts like this; handles with or without their network."""
    starts = address_starts(text)
    if not starts:
        return []
    sql = " UNION ".join(
        "(SELECT contact_id FROM contacts_identity WHERE value LIKE %s)" for _s in starts
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {MOST_ADDRESSES}", [f"{start}%" for start in starts])
        return [row[0] for row in cursor.fetchall()]


def address_starts(text: str) -> list[str]:
    """What the written form of an address could start with."""
    plain = text.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if len(plain) < TRIGRAM or (" " in plain and not _PHONE.fullmatch(plain)):
        return []
    if _PHONE.fullmatch(plain):
        digits = re.sub(r"\D", "", plain)
        return [f"+{digits.removeprefix('00')}", digits, *_local(digits)]
    return [plain.lstrip("@")]


def _local(digits: str) -> list[str]:
    """A number written the local way, read as the organisation's country does."""
    code = phonenumbers.country_code_for_region(accounts.organisation().country)
    return [f"+{code}{digits.lstrip('0')}"] if code and digits.startswith("0") else []
