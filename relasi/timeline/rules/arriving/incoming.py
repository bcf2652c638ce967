"""What arrived, and what it says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from .told_orders import ToldOrder

# Properties that we add to those of the client; the client's own of the same name give way.
OURS = frozenset(
    {"source_id", "anonymous_id", "user_id", "context", "times", "machine", "traits", "event"}
)


class Arrived(msgspec.Struct, frozen=True):
    """An event as the collector wrote it down; `shared` is what its batch says for all.
    `gpc`: the browser sent the signal of Global Privacy Control.

    A Struct, as all that is made for each event: it is made several times as fast as a dataclass.
    """

    id: int
    source_id: int
    family: str
    kind: str
    received_at: datetime
    ip: str
    agent: str
    shared: str
    body: str
    gpc: bool = False


class Incoming(msgspec.Struct, frozen=True):
    """One event, whichever client sent it.

    `kind` is track, page, screen, identify, group or alias. At least one of the two ids is
    there. `links` are other anonymous ids that the same person is said to have had.
    `tick` is `at` in microseconds since 1970, in which moments are compared and written several
    times as fast. `properties` is JSON, ready to be stored; `context` what the client tells of
    page, campaign and device, in Segment's words. `machine` are the words that give a program
    away, "" for a person. `sku` is the product it is about, "" for none, and `order` what it
    says of an order. `sent_at` is when it left, by the client's clock. `some_blocked`: it told
    an id beside them that is nobody's.
    """

    message_id: str
    kind: str
    name: str
    anonymous_id: str
    user_id: str
    links: tuple[str, ...]
    traits: Mapping[str, Any]
    url: str
    agent: str
    at: datetime
    tick: int
    properties: bytes
    context: Mapping[str, Any]
    machine: str = ""
    sku: str = ""
    order: ToldOrder | None = None
    sent_at: datetime | None = None
    some_blocked: bool = False


class Unreadable(ValueError):
    """What arrived cannot be taken in. `reason` is a code, `detail` what it is about."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail[:500]
