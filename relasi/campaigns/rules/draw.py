"""Who is held out: decided by a hash, so that it can be repeated and never depends on order."""

import hashlib

BUCKETS = 16**8


def holds_out(seed: int, contact_id: int, percent: float) -> bool:
    """Whether this campaign leaves this contact alone. `draw_sql` says the same in SQL."""
    digest = hashlib.md5(f"{seed}:{contact_id}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) < threshold(percent)


def threshold(percent: float) -> int:
    """The first of the 2**32 buckets that is written to."""
    return round(BUCKETS * percent / 100)


def draw_sql(contact: str) -> str:
    """A boolean over a contact's id column; parameters `seed` and `threshold`."""
    return (
        f"('x' || left(md5(%(seed)s::text || ':' || {contact}::text), 8))::bit(32)::bigint"
        " & 4294967295 < %(threshold)s"
    )
