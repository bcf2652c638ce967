"""What an event is built like, whatever stands in it. Few shapes make most of the traffic, so a
plan is asked once for each of them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from relasi.timeline.rules.arriving.incoming import OURS, Incoming

# The event's name, and its properties with Python's type of each, in the order they came.
Shape = tuple[str, tuple[tuple[str, type], ...]]
# Stands for all names that are none, or are too many.
OTHERS = ""
_DECODER: "msgspec.json.Decoder[dict[str, Any]]" = msgspec.json.Decoder(dict[str, Any])
_KINDS: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}
LONGEST_NAME = 80
# Somebody's address or number stands where a name should.
_NO_NAME = re.compile(r"@|\d{6}|[\x00-\x1f\x7f]")


def subject_of(incoming: Incoming) -> Mapping[str, Any]:
    """What a plan speaks of: of `identify` what is said about the person, else the properties
    as they are stored.
    """
    if incoming.kind == "identify":
        return incoming.traits
    return _DECODER.decode(incoming.properties)


def shape_of(name: str, subject: Mapping[str, Any]) -> Shape:
    return name, tuple(zip(subject, map(type, subject.values()), strict=True))


def kinds_of(shape: Shape) -> Iterator[tuple[str, str]]:
    """The client's own properties that hold something, with the kind of each. What is ours is
    left out, and what begins with a dollar: a client library writes it, nobody plans it.
    """
    for name, held in shape[1]:
        kind = _KINDS.get(held)
        if kind and name not in OURS and not name.startswith("$"):
            yield name, kind


def is_name(word: str) -> bool:
    """Whether it names something, and is no value that stands where a name should."""
    return 0 < len(word) <= LONGEST_NAME and _NO_NAME.search(word) is None
