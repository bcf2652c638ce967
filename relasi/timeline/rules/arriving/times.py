"""When an event happened: by the client's clock, put right by ours.

Segment's formula: received − (sent − said). The clock of a phone may be off by years, but the
time between saying and sending it measures well.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from .incoming import Unreadable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OLDEST = timedelta(days=396)  # thirteen months, as long as intake is kept
AHEAD = timedelta(minutes=5)
WORTH_KEEPING = timedelta(minutes=5)
_MILLISECONDS_FROM = 100_000_000_000


def tick_of(at: datetime) -> int:
    """Microseconds since 1970."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(raw: Any, what: str) -> datetime | None:
    """ISO 8601, or seconds or milliseconds since 1970. None for nothing. Raises Unreadable."""
    if raw is None or raw == "":
        return None
    try:
        if isinstance(raw, str):
            read = datetime.fromisoformat(raw.strip())
            if read.tzinfo is UTC:
                return read
            return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            seconds = raw / 1000 if abs(raw) >= _MILLISECONDS_FROM else raw
            return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise Unreadable("bad_time", f"{what}: {str(raw)[:60]!r}")


def corrected(said: datetime | None, sent: datetime | None, received: datetime) -> datetime:
    """When it happened, never before thirteen months ago nor after five minutes from now."""
    if said is None:
        return received
    at = said if sent is None else _shifted(received, said - sent)
    return min(max(at, received - OLDEST), received + AHEAD)


def _shifted(received: datetime, by: timedelta) -> datetime:
    """Far away is as good as the limit, which may lie nearer than the end of the calendar."""
    return received + min(max(by, -OLDEST), AHEAD)


def stamps(
    said: datetime | None, sent: datetime | None, received: datetime
) -> dict[str, str] | None:
    """What each clock said, where one is off by more than five minutes."""
    if said is None and sent is None:
        return None
    if not _is_off(said, received) and not _is_off(sent, received):
        return None
    given = {"said": said, "sent": sent, "received": received}
    return {name: at.isoformat() for name, at in given.items() if at is not None}


def _is_off(at: datetime | None, received: datetime) -> bool:
    return at is not None and abs(at - received) > WORTH_KEEPING
