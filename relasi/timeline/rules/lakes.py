"""When the lake is filled and tidied, which months PostgreSQL lets go of, and where it lies."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from .months import month_of

# A round for a few events is a file for a few events: they can wait, PostgreSQL has them.
AT_LEAST, AT_LATEST = 20_000, timedelta(minutes=15)
# Taking bytes out of files means writing the files anew: it takes a tenth of the time at most.
REST, LEAST_REST = 10, timedelta(minutes=1)
TIDIED_EACH = timedelta(days=1)


def is_round_due(waiting: int, moved_at: datetime | None, now: datetime) -> bool:
    """Whether `waiting` events or things to take away are worth a round."""
    if moved_at is None or waiting >= AT_LEAST:
        return True
    return waiting > 0 and now - moved_at >= AT_LATEST


def is_tidying_due(
    *, to_clean: bool, tidied_at: datetime | None, took: float, now: datetime
) -> bool:
    """Soon after somebody was taken away, else once a day."""
    if tidied_at is None:
        return True
    rest = max(LEAST_REST, timedelta(seconds=took * REST)) if to_clean else TIDIED_EACH
    return now - tidied_at >= rest


def oldest_hot_month(now: datetime, months: int) -> datetime:
    """The first moment of the oldest month that is kept in PostgreSQL too."""
    this = month_of(now)
    number = this.year * 12 + this.month - 1 - months
    return this.replace(year=number // 12, month=number % 12 + 1)


def leaves_in(month: datetime, months: int) -> datetime:
    """The month in whose first night PostgreSQL lets go of `month`."""
    number = month.year * 12 + month.month + months
    return month.replace(year=number // 12, month=number % 12 + 1)


def location_without_secrets(address: str) -> str:
    """A directory as it is; of an address in S3 the bucket and what follows alone."""
    if "://" not in address:
        return address
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
