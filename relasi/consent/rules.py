"""The rules of consent. Plain values in, plain values out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
# What a link in a mail can confirm: it proves that the address is theirs, and no phone.
CONFIRMABLE = tuple(c for c in ASKED if c == "email" or c not in ADDRESSED)
# A link that confirms lives this long, and one address gets no more such mails in a day.
ASK_LIVES = timedelta(days=7)
MOST_ASKS = 3
# Pressed twice, the mail goes once.
SAME_ASK = timedelta(minutes=10)
# What can be wished for: so many offers in seven days.
MOST_A_WEEK = (1, 2, 3, 5)
TEXT_NAME = re.compile(r"([a-z]+)\.([a-z]+)\.([a-z]{2})\.([1-9][0-9]{0,8})")


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
    """What somebody said while doing something else: choosing on a banner, sending a form.

    `text` names the version of the text they saw; one that nobody published is left in the proof.
    """

    contact_id: int
    channel: str
    purpose: str
    granted: bool
    stated_at: datetime
    source: str
    proof: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""

    @property
    def key(self) -> tuple[int, str, str]:
        return (self.contact_id, self.channel, self.purpose)


def text_name(channel: str, purpose: str, language: str, version: int) -> str:
    """What a version of a text is called for ever: "email.marketing.en.3"."""
    return f"{channel}.{purpose}.{language}.{version}"


def newest(statements: Iterable[Statement]) -> Statement | None:
    """The statement that holds, in whatever order they arrived."""
    return max(statements, key=lambda statement: statement.rank, default=None)


def is_permitted(statements: Iterable[Statement]) -> bool:
    """Who never said yes has said no."""
    latest = newest(statements)
    return latest is not None and latest.granted
