"""What a source is expected to send, and what departs from it."""

from .judging import Keeper, Verdict
from .learning import SURE, Seen, learned, merged
from .mending import mended
from .plan import (
    ALLOW,
    DOINGS,
    KINDS,
    OMIT,
    PROBLEMS,
    QUARANTINE,
    Handling,
    Plan,
    PlannedEvent,
    PlannedProperty,
)
from .schemas import Misread, as_schema, check, event_name, from_schema
from .shapes import OTHERS, Shape, is_name, kinds_of, shape_of, subject_of

__all__ = [
    "ALLOW",
    "DOINGS",
    "KINDS",
    "OMIT",
    "OTHERS",
    "PROBLEMS",
    "QUARANTINE",
    "SURE",
    "Handling",
    "Keeper",
    "Misread",
    "Plan",
    "PlannedEvent",
    "PlannedProperty",
    "Seen",
    "Shape",
    "Verdict",
    "as_schema",
    "check",
    "event_name",
    "from_schema",
    "is_name",
    "kinds_of",
    "learned",
    "mended",
    "merged",
    "shape_of",
    "subject_of",
]
