"""Events, what comes in to become one, and who is behind a browser."""

from .collecting import Arrival, Glimpse, Intake, Message, Quarantined, Source
from .event import Event, EventKey
from .sessions import Session
from .visiting import Sighting, Visitor

__all__ = [
    "Arrival",
    "Event",
    "EventKey",
    "Glimpse",
    "Intake",
    "Message",
    "Quarantined",
    "Session",
    "Sighting",
    "Source",
    "Visitor",
]
