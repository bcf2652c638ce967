"""Months and channels: where an event of the timeline belongs."""

from datetime import UTC, datetime

# What each event belongs to; the customer page narrows by these, in this order.
CHANNELS = ("web", "mail", "orders", "service", "people")


def month_of(moment: datetime) -> datetime:
    """The first moment of the month, in UTC."""
    at = moment.astimezone(UTC)
    return datetime(at.year, at.month, 1, tzinfo=UTC)


def next_month(month: datetime) -> datetime:
    return datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)


def months(since: datetime, until: datetime) -> list[datetime]:
    """The months that [since, until] touches, oldest first."""
    found = [month_of(since)]
    while next_month(found[-1]) <= until:
        found.append(next_month(found[-1]))
    return found


def partition_name(month: datetime) -> str:
    return f"timeline_event_{month:%Y_%m}"
