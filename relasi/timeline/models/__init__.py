"""Events, what comes in to become one, and who is behind a browser."""

from .collecting import Arrival, DaySalt, Glimpse, Intake, Message, Quarantined, Source
from .event import Event, EventKey
from .hubs import Hub, HubLimit
from .lake import Alias, LakeNote, LakeState, LakeWork, OlderCount
from .planning import Doing, PlanDeviation, PlanSeen, Problem, TrackingPlan
from .sessions import Session
from .visiting import Sighting, Visitor

__all__ = [
    "Alias",
    "Arrival",
    "DaySalt",
    "Doing",
    "Event",
    "EventKey",
    "Glimpse",
    "Hub",
    "HubLimit",
    "Intake",
    "LakeNote",
    "LakeState",
    "LakeWork",
    "Message",
    "OlderCount",
    "PlanDeviation",
    "PlanSeen",
    "Problem",
    "Quarantined",
    "Session",
    "Sighting",
    "Source",
    "TrackingPlan",
    "Visitor",
]
