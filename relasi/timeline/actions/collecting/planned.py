"""What the tracking plan of its source says of an event."""

from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from relasi.timeline.rules.arriving import Arrived, Incoming, read
from relasi.timeline.rules.planning import (
    Keeper,
    Shape,
    Verdict,
    mended,
    shape_of,
    subject_of,
)

_DECODER: "msgspec.json.Decoder[dict[str, Any]]" = msgspec.json.Decoder(dict[str, Any])


class Looked(NamedTuple):
    """How it is built, and what departs from the plan; None where nothing does."""

    shape: Shape
    verdict: Verdict | None


def look(arrived: Arrived, incoming: Incoming, keeper: Keeper) -> tuple[Incoming, Looked]:
    """The event as the plan calls it, without what is to be taken out. Raises Unreadable."""
    subject = subject_of(incoming)
    if keeper.renames(incoming, subject):
        incoming = read(mended(arrived, incoming, keeper))
        subject = subject_of(incoming)
    shape = shape_of(incoming.name, subject)
    if incoming.kind == "alias":  # two names for one person, and nothing a plan speaks of
        return incoming, Looked(shape, None)
    verdict = keeper.judge(shape, subject, tells_order=incoming.order is not None)
    if verdict is not None and verdict.without:
        incoming = _without(incoming, verdict.without)
    return incoming, Looked(shape, verdict)


def _without(incoming: Incoming, names: frozenset[str]) -> Incoming:
    said = _DECODER.decode(incoming.properties)
    if incoming.kind == "identify":
        traits = {key: value for key, value in incoming.traits.items() if key not in names}
        return replace(incoming, traits=traits, properties=msgspec.json.encode(_told(said, traits)))
    kept = {key: value for key, value in said.items() if key not in names}
    return replace(incoming, properties=msgspec.json.encode(kept))


def _told(said: dict[str, Any], traits: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in said.items() if key != "traits"}
    return rest | {"traits": traits} if traits else rest
