"""What a tree is asked against: the moment, the company's zone, and what its names mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import ibis

from relasi.audience.rules.vocabulary import Field
from relasi.engine import Session


@dataclass(frozen=True, slots=True)
class Cuts:
    """The four borders of the quintiles of one category: dates, orders, money."""

    r: tuple[datetime, ...]
    f: tuple[int, ...]
    m: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """`families` are a category and everything below it."""

    session: Session
    as_of: datetime
    zone: ZoneInfo
    custom: Mapping[str, Field] = field(default_factory=dict)
    families: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.as_of.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """When a day begins where the company is, in UTC."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def ago(self, days: int) -> datetime:
        """The moment n × 24 hours ago."""
        return self.as_of - timedelta(days=days)


def moment(at: datetime) -> Any:
    """A moment as a literal both engines read alike."""
    return ibis.literal(at.astimezone(UTC)).cast("timestamp('UTC')")
