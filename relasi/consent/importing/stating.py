"""Statements written as a set: what changes nothing is not stated again.

A yes without a date never overrides a no: whoever unsubscribed before stays so.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from relasi.consent.actions.keeping import erasing, recompute
from relasi.contacts.public import importing

COLUMNS = (
    "id", "contact_id", "channel", "purpose", "granted", "stated_at", "source", "wording",
    "proof", "recorded_by", "recorded_at", "text_id",
)  # fmt: skip
Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """`stated_at` None when the file does not say when."""

    place: int
    contact_id: int
    channel: str
    purpose: str
    granted: bool
    stated_at: datetime | None
    source: str = "import"
    wording: str = ""
    text_id: int | None = None

    @property
    def key(self) -> Key:
        return (self.contact_id, self.channel, self.purpose)


def state(batch: importing.Batch, said: Sequence[Said]) -> tuple[list[Said], list[Said]]:
    """Record what is new. Returns what was recorded, and what a no of before forbids."""
    holding = _holding({s.contact_id for s in said})
    before = _stated({s.contact_id for s in said})
    recorded: list[Said] = []
    forbidden: list[Said] = []
    for one in said:
        known = holding.get(one.key)
        if one.stated_at is None and known is not None and known != one.granted and one.granted:
            forbidden.append(one)
        elif one.stated_at is None and known == one.granted:
            continue
        elif (*one.key, one.granted, one.stated_at) not in before:
            recorded.append(one)
            holding[one.key] = one.granted
            before.add((*one.key, one.granted, one.stated_at))
    _record(batch, recorded)
    return recorded, forbidden


def _holding(contacts: set[int]) -> dict[Key, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id, channel, purpose, granted FROM consent_permission"
            " WHERE contact_id = ANY(%s)",
            [sorted(contacts)],
        )
        return {(who, channel, purpose): yes for who, channel, purpose, yes in cursor.fetchall()}


def _stated(contacts: set[int]) -> set[tuple[int, str, str, bool, datetime | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id, channel, purpose, granted, stated_at FROM consent_consent"
            " WHERE contact_id = ANY(%s)",
            [sorted(contacts)],
        )
        return set(cursor.fetchall())


def _record(batch: importing.Batch, said: list[Said]) -> None:
    ids = importing.new_ids("consent_consent", len(said))
    run = batch.run
    proof = json.dumps({"import": run.id})
    rows = [
        (number, *one.key, one.granted, one.stated_at or run.at, one.source, one.wording, proof,
         run.by, run.at, one.text_id)
        for number, one in zip(ids, said, strict=True)
    ]  # fmt: skip
    importing.copy_values("consent_consent", COLUMNS, rows)
    importing.record_made(batch, "consent_consent", ids)
    recompute("SELECT unnest(%s::bigint[])", [sorted({one.contact_id for one in said})])


@contextmanager
def erased(ids_sql: str) -> Iterator[None]:
    """Taking an import back: its statements go, and what holds then is worked out anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT contact_id FROM consent_consent WHERE id IN ({ids_sql})"  # noqa: S608  (a statement of importing)
        )
        contacts = [row[0] for row in cursor.fetchall()]
    with erasing():
        yield
    recompute("SELECT unnest(%s::bigint[])", [contacts])


STATEMENT = importing.UndoTable(
    "consent_consent",
    _("Consent"),
    "t.channel",
    versioned=False,
    owner=("contacts_contact", "contact_id"),
    around=erased,
)
