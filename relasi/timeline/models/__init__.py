"""Events, what comes in to become one, and who is behind a browser."""

from .collecting import Arrival, DaySalt, Glimpse, Intake, Message, Quarantined, Source
from .event import Event, EventKey
from .lake import Alias, LakeNote, LakeState, LakeWork, OlderCount
from .sessions import Session
from .visiting import Sighting, Visitor

__all__ = [
    "Alias",
    "Arrival",
    "DaySalt",
    "Event",
    "EventKey",
    "Glimpse",
    "Intake",
    "LakeNote",
    "LakeState",
    "LakeWork",
    "Message",
    "OlderCount",
    "Quarantined",
    "Session",
    "Sighting",
    "Source",
    "Visitor",
]
