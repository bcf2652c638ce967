"""The values that cross the door of the timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened. `name` is in the past tense; `key` makes recording idempotent.

    `revenue` is in the base currency and negative for goods that came back.
    """

    contact_id: int
    at: datetime
    name: str
    channel: str
    source: str = ""
    url: str = ""
    session: int | None = None
    product_id: int | None = None
    order_id: int | None = None
    campaign_id: int | None = None
    revenue: Decimal | None = None
    by_machine: bool = False
    properties: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as it is shown and given away."""

    id: int
    contact_id: int
    at: datetime
    name: str
    channel: str
    source: str
    url: str
    session: int | None
    product_id: int | None
    order_id: int | None
    campaign_id: int | None
    revenue: Decimal | None
    by_machine: bool
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """How an event reads: `title` and what follows it, a second line, words that were said.

    `channel` picks the tint of the round icon: mail, order, service, web, chat, feedback,
    social, journey or note.
    """

    icon: str
    title: str
    rest: str = ""
    note: str = ""
    url: str = ""
    bubble: str = ""
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of events ends: everything older comes next."""

    at: datetime
    id: int
