"""From what a client sent to what it says: one neutral form for every wire format.

Nothing here raises anything but Unreadable, whatever the JSON holds (a test tries).
"""

from .digests import digest_of
from .incoming import OURS, Arrived, Incoming, Unreadable
from .machines import machine
from .people import Told, told
from .reading import read

__all__ = [
    "OURS",
    "Arrived",
    "Incoming",
    "Told",
    "Unreadable",
    "digest_of",
    "machine",
    "read",
    "told",
]
