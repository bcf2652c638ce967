"""The rules of consent. Plain values in, plain values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_WRITTEN = ("marketing", "personalise")
# What people are asked for: by channel the purposes, the first of them what the channel is for.
ASKED = {
    "email": _WRITTEN,
    "sms": _WRITTEN,
    "whatsapp": _WRITTEN,
    "push": _WRITTEN,
    "phone": _WRITTEN,
    "web": ("collect", "profile", "personalise"),
    "data": ("export", "training"),
}
# Where there is an address that can be written to or called.
ADDRESSED = tuple(channel for channel, purposes in ASKED.items() if purposes == _WRITTEN)


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


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody said while doing something else: choosing on a banner, sending a form."""

    contact_id: int
    channel: str
    purpose: str
    granted: bool
    stated_at: datetime
    source: str
    proof: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.contact_id, self.channel, self.purpose)


def newest(statements: Iterable[Statement]) -> Statement | None:
    """The statement that holds, in whatever order they arrived."""
    return max(statements, key=lambda statement: statement.rank, default=None)


def is_permitted(statements: Iterable[Statement]) -> bool:
    """Who never said yes has said no."""
    latest = newest(statements)
    return latest is not None and latest.granted
