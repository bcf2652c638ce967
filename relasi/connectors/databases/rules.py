"""When a feed is read next, and how its values are written. No Django here."""

import json
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo


def next_reading(
    *, every_hours: int | None, daily_at: time | None, zone: str, now: datetime
) -> datetime | None:
    """Hours from now, or the next time the clock of `zone` shows this; None for never by itself."""
    if every_hours is not None:
        return now + timedelta(hours=every_hours)
    if daily_at is None:
        return None
    here = now.astimezone(ZoneInfo(zone))
    at = datetime.combine(here.date(), daily_at, ZoneInfo(zone))
    if at <= here:
        at = datetime.combine(here.date() + timedelta(days=1), daily_at, ZoneInfo(zone))
    return at.astimezone(UTC)


def cell(value: Any) -> str:
    """A value as a cell, its type kept as far as text can keep it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict | list):
        return json.dumps(value, default=str, ensure_ascii=False)
    if isinstance(value, bytes | memoryview):
        value = bytes(value).decode("utf-8", "replace")
    return str(value).replace("\x00", "")
