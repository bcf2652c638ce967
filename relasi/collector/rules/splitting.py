"""One JSON text into its events, each with its own bytes, and what they share."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec import Raw

from .limits import MOST_DEPTH, MOST_EVENT_BYTES, MOST_EVENTS
from .refusing import bad_json, too_deep, too_large, too_many
from .repairing import may_need_repair, repair

KEY_NAMES = ("writeKey", "api_key", "token", "$token")
_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ARRAY = msgspec.json.Decoder(list[Raw])
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(rb"[\[\]{}]")


class Split(NamedTuple):
    """`key` is the write key the body names, "" for none; `shared` is "" or a JSON object."""

    events: list[bytes]
    shared: bytes
    key: str


def split_one(text: bytes) -> Split:
    """A body that is one event."""
    text = _readable(text).strip()
    fields = _object(text)
    return Split([_checked(text)], b"", _key_in(fields))


def split_batch(text: bytes) -> Split:
    """A body that says `batch`, and around it what holds for each of its events."""
    return _batch(_object(_readable(text)))


def split_any(text: bytes) -> Split:
    """As PostHog's clients send it: a batch, a list of events, or one event."""
    text = _readable(text).strip()
    if text[:1] == b"[":
        events = _events(text)
        return Split(events, b"", _key_of_first(events))
    fields = _object(text)
    if "batch" in fields:
        return _batch(fields)
    return Split([_checked(text)], b"", _key_in(fields) or _key_of_first([text]))


def _readable(text: bytes) -> bytes:
    try:
        text.decode()
    except UnicodeDecodeError:
        raise bad_json("The body is not valid UTF-8.") from None
    return repair(text) if may_need_repair(text) else text


def _object(text: bytes) -> dict[str, Raw]:
    try:
        return _OBJECT.decode(text)
    except msgspec.ValidationError:
        raise bad_json("The body is JSON, but not an object.") from None
    except msgspec.DecodeError as problem:
        raise bad_json(f"{str(problem).rstrip('.')}.") from None
    except RecursionError:
        raise too_deep() from None


def _batch(fields: Mapping[str, Raw]) -> Split:
    if "batch" not in fields:
        raise bad_json("The body has no batch of events.")
    events = _events(bytes(fields["batch"]))
    around = {k: v for k, v in fields.items() if k != "batch" and k not in KEY_NAMES}
    shared = msgspec.json.encode(around) if around else b""
    return Split(events, shared, _key_in(fields) or _key_of_first(events))


def _events(text: bytes) -> list[bytes]:
    try:
        raws: Sequence[Raw] = _ARRAY.decode(text)
    except msgspec.ValidationError:
        raise bad_json("The batch is not a list of events.") from None
    except msgspec.DecodeError as problem:
        raise bad_json(f"{str(problem).rstrip('.')}.") from None
    except RecursionError:
        raise too_deep() from None
    if len(raws) > MOST_EVENTS:
        raise too_many(len(raws))
    return [_checked(bytes(raw)) for raw in raws]


def _checked(event: bytes) -> bytes:
    if event[:1] != b"{":
        raise bad_json("An event of the batch is not an object.")
    if len(event) > MOST_EVENT_BYTES:
        raise too_large("An event is too large.")
    if event.count(b"{") + event.count(b"[") > MOST_DEPTH and depth(event) > MOST_DEPTH:
        raise too_deep()
    return event


def depth(text: bytes) -> int:
    """How deep valid JSON is nested; 1 for an object of plain values."""
    now = most = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", text)):
        now += 1 if bracket in b"[{" else -1
        most = max(most, now)
    return most


def _key_in(fields: Mapping[str, Raw]) -> str:
    for name in KEY_NAMES:
        if name in fields and (key := _text(fields[name])):
            return key
    return ""


def _key_of_first(events: Sequence[bytes]) -> str:
    """Clients of PostHog name the key in each event, or among its properties."""
    if not events:
        return ""
    fields = _object(events[0])
    properties = fields.get("properties")
    inside = bytes(properties) if properties else b""
    return _key_in(fields) or (_key_in(_object(inside)) if inside[:1] == b"{" else "")


def _text(raw: Raw) -> str:
    value = bytes(raw)
    return msgspec.json.decode(value, type=str) if value[:1] == b'"' else ""
