"""What people say about consent with what they do becomes lines of their ledger."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection

from relasi.consent import public as consent
from relasi.kernel.arrays import array_of
from relasi.timeline.rules.arriving import Arrived, Incoming
from relasi.timeline.rules.consenting import Stated

from .gating import Said
from .known_sources import Known
from .people import Profiles
from .standing import CHANNEL, HEARD, contacts_of

BY = "system"
NEWCOMERS = """
SELECT id FROM contacts_contact WHERE id = ANY(%s::bigint[]) AND created_at = %s
"""


def hear(said: Said, people: Profiles, sources: Mapping[int, Known], now: datetime) -> None:
    """Each no; each yes that a server tells, that somebody says who becomes known by it, or that
    takes back what was refused at the same browser.
    """
    if not said.words:
        return
    unknown = {i.user_id for _a, i, _words in said.words} - set(people.contacts)
    known = {**people.contacts, **contacts_of(unknown)}
    newcomers = _newcomers(set(known.values()) - set(said.known.values()), now)
    consent.hear(
        [
            consent.Heard(
                contact_id=known[incoming.user_id],
                channel=CHANNEL,
                purpose=purpose,
                granted=yes,
                stated_at=min(words.at or incoming.at, now),
                source=f"{HEARD}{sources[arrived.source_id].name}",
                proof=_proof(arrived, incoming, words),
                text=words.text_of(purpose),
            )
            for arrived, incoming, words in said.words
            if incoming.user_id in known
            for purpose, yes in words.says().items()
            if not yes
            or sources[arrived.source_id].is_server
            or known[incoming.user_id] in newcomers
            or purpose in said.refused_before(incoming)
        ],
        by_label=BY,
        now=now,
    )


def _newcomers(contact_ids: Collection[int], now: datetime) -> set[int]:
    """Of these people, those whom this batch made."""
    if not contact_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(NEWCOMERS, [array_of(contact_ids), now])
        return {number for (number,) in cursor.fetchall()}


def _proof(arrived: Arrived, incoming: Incoming, words: Stated) -> dict[str, object]:
    return {
        "source_id": arrived.source_id,
        "message_id": incoming.message_id[:200],
        "words": words.by,
        "page": incoming.url[:500],
        "ip": arrived.ip,
        "browser": incoming.anonymous_id,
    }
