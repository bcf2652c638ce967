"""The rules of consent. Plain values in, plain values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said about one channel and purpose."""

    stated_at: datetime
    granted: bool
    source: str

    @property
    def rank(self) -> tuple[datetime, bool, str]:
        """The newest wins; said in one moment, the refusal wins; the source only breaks ties."""
        return (self.stated_at, not self.granted, self.source)


def newest(statements: Iterable[Statement]) -> Statement | None:
    """The statement that holds, in whatever order they arrived."""
    return max(statements, key=lambda statement: statement.rank, default=None)


def is_permitted(statements: Iterable[Statement]) -> bool:
    """Who never said yes has said no."""
    latest = newest(statements)
    return latest is not None and latest.granted
