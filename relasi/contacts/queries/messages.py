"""What a message needs: words to fill in, addresses to send to."""

from collections.abc import Iterable
from typing import Any

from relasi.contacts.models import Contact

from .cards import primary_addresses

WORDS = ("name", "given_name", "family_name", "job_title", "city", "region", "country", "language")
# The kind of address a channel writes to.
ADDRESS_KIND = {"email": "email", "sms": "phone", "whatsapp": "phone", "phone": "phone"}


def merge_fields(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Plain values by contact for Liquid; nothing in them reaches back to a row."""
    wanted = list(ids)
    rows = Contact.objects.filter(pk__in=wanted).values(
        "id", *WORDS, "born_on", "time_zone", "fields", "company__name"
    )
    addresses = primary_addresses(wanted)
    return {row["id"]: _plain(row, addresses.get(row["id"], {})) for row in rows}


def _plain(row: dict[str, Any], addresses: dict[str, str]) -> dict[str, Any]:
    born_on = row["born_on"]
    return {
        **{word: row[word] for word in WORDS},
        "id": row["id"],
        "email": addresses.get("email", ""),
        "phone": addresses.get("phone", ""),
        "company": row["company__name"] or "",
        "born_on": born_on.isoformat() if born_on else "",
        "time_zone": row["time_zone"],
        "fields": row["fields"],
    }


def primary_addresses_sql(channel: str) -> str:
    """A SELECT of contact_id and value: where a channel reaches each person, if it may try."""
    kind = ADDRESS_KIND[channel]
    return (
        "SELECT contact_id, value FROM contacts_identity "  # noqa: S608  (kind is from a table)
        f"WHERE kind = '{kind}' AND is_primary AND validity <> 'invalid'"
    )
