"""Taking messages up and beginning to hand them over. Consent is asked in both statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from relasi.consent import public as consent
from relasi.messaging.rules.outcomes import Outcome

# Who wishes for fewer: when the oldest of as many offers as they wish for leaves the seven days,
# and null while there is room. Letters of the house are none, and only who wishes is counted.
FREE_AT = f"""(
    SELECT nth.at FROM ({consent.wish_sql("d.contact_id")}) wished (most)
    CROSS JOIN LATERAL (
        SELECT coalesce(s.sent_at, %(now)s) + interval '7 days' AS at,
            row_number() OVER (ORDER BY coalesce(s.sent_at, %(now)s) DESC, s.id DESC) AS place
        FROM messaging_delivery s JOIN messaging_mailing sm ON sm.id = s.mailing_id
        WHERE s.contact_id = d.contact_id AND s.id <> d.id AND sm.purpose <> '{consent.SERVICE}'
            AND (s.state IN ('claimed', 'sending') OR (s.state IN ('sent', 'in_doubt')
                AND coalesce(s.sent_at, s.updated_at) > %(now)s - interval '7 days'))) nth
    WHERE m.purpose <> '{consent.SERVICE}' AND nth.place = wished.most
)"""  # noqa: S608 - static text
REASON_NOT = consent.reason_not_sql("d.contact_id", "d.address", "d.channel", "m.purpose")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message this worker holds."""

    id: int
    contact_id: int
    address: str
    variant: str
    message_id: str
    attempts: int


# The Message-ID is the same for every attempt at a delivery, so that receivers can see a
# repetition; the mailing's birth is in it, so that a fresh installation repeats no old one's.
CLAIM = f"""
UPDATE messaging_delivery d
SET state = CASE WHEN w.reason <> '' THEN 'suppressed'
        WHEN w.free_at IS NOT NULL THEN 'deferred' ELSE 'claimed' END,
    reason = CASE WHEN w.reason = '' AND w.free_at IS NOT NULL THEN 'as_wished' ELSE w.reason END,
    due_at = CASE WHEN w.reason = '' THEN coalesce(w.free_at, d.due_at) ELSE d.due_at END,
    message_id = w.message_id, claim = %(claim)s, claimed_at = %(now)s, updated_at = %(now)s
FROM (
    SELECT d.id, {REASON_NOT} AS reason, {FREE_AT} AS free_at,
        d.id || '.' || floor(extract(epoch FROM m.created_at))::bigint
            || '@' || split_part(m.sender_address, '@', 2) AS message_id
    FROM messaging_delivery d JOIN messaging_mailing m ON m.id = d.mailing_id
    WHERE d.mailing_id = %(mailing)s AND m.state = 'sending'
        AND d.state IN ('queued', 'deferred') AND d.due_at <= %(now)s
    ORDER BY d.due_at, d.id LIMIT %(limit)s
    FOR UPDATE OF d SKIP LOCKED
) w
WHERE d.id = w.id
RETURNING d.id, d.contact_id, d.address, d.variant, d.message_id, d.attempts, d.state
"""  # noqa: S608 - static text

# One statement, one commit: what ended is written, what follows begins. A message is only
# handed over after this has returned its id. Whom the others took for dead while the database
# was away knows better: what is in doubt under its own claim it ends, or begins, after all.
TURN = f"""
WITH ended AS (
    UPDATE messaging_delivery d
    SET state = o.state, reason = o.reason, detail = o.detail,
        due_at = coalesce(o.due_at, d.due_at), attempts = d.attempts + o.counts,
        sent_at = CASE WHEN o.state = 'sent' THEN %(now)s ELSE d.sent_at END,
        updated_at = %(now)s
    FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(reasons)s::text[], %(details)s::text[],
        %(due)s::timestamptz[], %(counts)s::int[]) AS o (id, state, reason, detail, due_at, counts)
    WHERE d.id = o.id AND d.claim = %(claim)s AND d.state IN ('claimed', 'sending', 'in_doubt')
)
UPDATE messaging_delivery d
SET state = CASE WHEN w.reason = '' THEN 'sending' ELSE 'suppressed' END,
    reason = w.reason, updated_at = %(now)s
FROM (
    SELECT d.id, {REASON_NOT} AS reason
    FROM messaging_delivery d JOIN messaging_mailing m ON m.id = d.mailing_id
    WHERE d.id = ANY(%(next)s::bigint[]) AND d.claim = %(claim)s
        AND d.state IN ('claimed', 'sending', 'in_doubt') AND m.state = 'sending'
    FOR UPDATE OF d
) w
WHERE d.id = w.id
RETURNING d.id, d.state
"""  # noqa: S608 - static text


@dataclass(frozen=True, slots=True)
class Ended:
    """An outcome on its way into the ledger; `due_at` when it is tried again."""

    id: int
    outcome: Outcome
    due_at: datetime | None = None
    counts: bool = True


def claim_messages(
    mailing_id: int, *, claim: UUID, holding: Sequence[int], limit: int, now: datetime
) -> tuple[list[Claimed], int]:
    """Take up to `limit` messages that are due. Who may not be written to is held back at once.

    What an earlier, unanswered call took (all that is not in `holding`) is put back first.
    Returns what was taken, and how many were looked at: 0 is "nothing is due".
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_delivery SET state = 'queued', claim = NULL"
            " WHERE mailing_id = %s AND state = 'claimed' AND claim = %s AND id <> ALL(%s)",
            [mailing_id, claim, list(holding)],
        )
        values: dict[str, Any] = {
            "mailing": mailing_id,
            "claim": claim,
            "limit": limit,
            "now": now,
        }
        cursor.execute(CLAIM, values)
        rows = sorted(cursor.fetchall())
    return [Claimed(*row[:-1]) for row in rows if row[-1] == "claimed"], len(rows)


def turn(
    ended: Sequence[Ended], following: Sequence[int], *, claim: UUID, now: datetime
) -> frozenset[int]:
    """Write what ended, begin what follows; the ids that may be handed over now.

    Safe to repeat when the answer was lost: nothing of `following` has been handed over yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            TURN,
            {
                "claim": claim,
                "now": now,
                "ids": [e.id for e in ended],
                "states": [e.outcome.state for e in ended],
                "reasons": [e.outcome.reason for e in ended],
                "details": [e.outcome.detail for e in ended],
                "due": [e.due_at for e in ended],
                "counts": [int(e.counts) for e in ended],
                "next": list(following),
            },
        )
        return frozenset(row[0] for row in cursor.fetchall() if row[1] == "sending")


def put_back(ids: Sequence[int], *, claim: UUID) -> None:
    """Let go of messages that were claimed and not begun."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_delivery SET state = 'queued', claim = NULL"
            " WHERE id = ANY(%s) AND claim = %s AND state = 'claimed'",
            [list(ids), claim],
        )
