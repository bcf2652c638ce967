"""Statements that come along with what people do, many at once."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from relasi.consent.events import ConsentsStated, Made
from relasi.consent.rules import ASKED, Heard
from relasi.kernel import bus

# What holds already, or was overtaken by something said later, is not stated again.
KEEP = """
INSERT INTO consent_consent (contact_id, channel, purpose, granted, stated_at, source, wording,
    proof, text_id, recorded_by, recorded_at)
SELECT h.contact_id, h.channel, h.purpose, h.granted, h.stated_at, h.source, '', h.proof, t.id,
    %s, %s
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::boolean[], %s::timestamptz[], %s::text[],
    %s::jsonb[], %s::text[]) AS h (contact_id, channel, purpose, granted, stated_at, source, proof,
    text)
LEFT JOIN consent_text t ON h.text <> '' AND t.channel = h.channel AND t.purpose = h.purpose
    AND h.text = concat_ws('.', t.channel, t.purpose, t.language, t.version)
LEFT JOIN consent_permission p ON p.contact_id = h.contact_id AND p.channel = h.channel
    AND p.purpose = h.purpose
WHERE p.id IS NULL OR (p.granted <> h.granted AND p.stated_at <= h.stated_at)
ORDER BY h.contact_id, h.channel, h.purpose, h.stated_at
RETURNING id, contact_id, channel, purpose, granted, source, stated_at
"""
# In one order for all who write permissions; whatever was said later and stands there by now,
# unseen by our own statement, stays (rules.Statement.rank).
HOLD = """
INSERT INTO consent_permission (contact_id, channel, purpose, granted, stated_at, source)
SELECT contact_id, channel, purpose, granted, stated_at, source
FROM consent_consent WHERE id = ANY(%s) ORDER BY contact_id, channel, purpose
ON CONFLICT (contact_id, channel, purpose) DO UPDATE
SET granted = excluded.granted, stated_at = excluded.stated_at, source = excluded.source
WHERE (excluded.stated_at, NOT excluded.granted, excluded.source COLLATE "C")
    > (consent_permission.stated_at, NOT consent_permission.granted,
       consent_permission.source COLLATE "C")
"""
LONGEST_SOURCE = 80


@transaction.atomic
def hear(said: Sequence[Heard], *, by_label: str, now: datetime) -> int:
    """Keep what is news and make it hold; how many statements that were.

    Of one person, channel and purpose only the last is taken.
    """
    newest: dict[tuple[int, str, str], Heard] = {}
    for one in said:
        if one.purpose not in ASKED.get(one.channel, ()):
            raise ValueError(f"Nobody is asked for {one.purpose!r} by {one.channel!r}.")
        before = newest.get(one.key)
        if before is None or before.stated_at <= one.stated_at:
            newest[one.key] = one
    if not newest:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [by_label, now, *_columns(list(newest.values()))])
        made = tuple(Made(*row) for row in cursor.fetchall())
        cursor.execute(HOLD, [[one.consent_id for one in made]])
    if made:
        bus.publish(ConsentsStated(made))
    return len(made)


def _columns(said: Sequence[Heard]) -> list[list[object]]:
    return [
        [one.contact_id for one in said],
        [one.channel for one in said],
        [one.purpose for one in said],
        [one.granted for one in said],
        [one.stated_at for one in said],
        [one.source[:LONGEST_SOURCE] for one in said],
        [json.dumps(_proof(one)) for one in said],
        [one.text for one in said],
    ]


def _proof(one: Heard) -> dict[str, object]:
    """What was named as the text stays readable also where nobody published such a version."""
    return {**one.proof, "text": one.text} if one.text else dict(one.proof)
