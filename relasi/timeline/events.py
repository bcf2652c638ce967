"""What others may hear about what came in over the wire."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .rules.arriving import ToldOrder


@dataclass(frozen=True, slots=True)
class OrderTold:
    """A client told of an order. `contact_id` is None where nobody knows yet who is behind the
    visitor; `source` is where the visit came from, "" for none.
    """

    contact_id: int | None
    visitor_id: int | None
    at: datetime
    source: str
    order: ToldOrder


@dataclass(frozen=True, slots=True)
class OrdersTold:
    """All of a batch, in the order in which they came; in the transaction of their events."""

    orders: tuple[OrderTold, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class VisitorsKnown:
    """Whom these visitors are read as from now on: contact by visitor."""

    contacts: Mapping[int, int]
