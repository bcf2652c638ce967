"""From what a client sent to what it says: one neutral form for every wire format.

Nothing here raises anything but Unreadable, whatever the JSON holds (a test tries).
"""

from .blocking import without_blocked
from .digests import digest_of
from .ids import BLOCKED_IDS
from .incoming import OURS, Arrived, Incoming, Unreadable
from .json import mapping, text_of
from .machines import machine
from .people import Told, told
from .reading import read
from .reserved import OF_CLIENTS
from .times import EPOCH, tick_of
from .told_orders import ToldLine, ToldOrder

__all__ = [
    "BLOCKED_IDS",
    "EPOCH",
    "OF_CLIENTS",
    "OURS",
    "Arrived",
    "Incoming",
    "Told",
    "ToldLine",
    "ToldOrder",
    "Unreadable",
    "digest_of",
    "machine",
    "mapping",
    "read",
    "text_of",
    "tick_of",
    "told",
    "without_blocked",
]
