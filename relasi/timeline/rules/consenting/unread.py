"""What can still be read of an event that cannot be taken in: what it allows, and whose it is."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import msgspec

from relasi.timeline.rules.arriving.ids import word_of
from relasi.timeline.rules.arriving.incoming import Arrived, Unreadable
from relasi.timeline.rules.arriving.json import decoded, mapping
from relasi.timeline.rules.arriving.posthog import named_in
from relasi.timeline.rules.arriving.times import moment

from .stating import NOTHING_SAID, SIGNALLED, Stated, stated

STUMBLES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, AssertionError)
_ANYTHING: "msgspec.json.Decoder[Any]" = msgspec.json.Decoder()


class Unread(NamedTuple):
    """`is_read` says that the event would have been understood, had it said anything of consent."""

    words: Stated
    user_id: str
    browsers: tuple[str, ...]
    traits: Mapping[str, Any]
    is_read: bool


def unread(arrived: Arrived) -> Unread:
    """Nothing here raises, also where our own code stumbles over the event."""
    try:
        return _unread(arrived)
    except STUMBLES:
        return Unread(SIGNALLED if arrived.gpc else NOTHING_SAID, "", (), {}, is_read=False)


def _unread(arrived: Arrived) -> Unread:
    body = decoded(arrived.body, _ANYTHING)
    if not isinstance(body, dict):
        raise Unreadable("bad_shape")
    shared = mapping(decoded(arrived.shared, _ANYTHING)) if arrived.shared else {}
    context = mapping(shared.get("context")) | mapping(body.get("context"))
    sent = _tried(moment, body.get("sentAt") or shared.get("sentAt"), "sentAt")
    words = stated(context, signal=arrived.gpc).by_our_clock(arrived.received_at, sent)
    user_id, browsers, traits = _named(arrived, body, context)
    return Unread(words, user_id, browsers, traits, is_read=True)


def _named(
    arrived: Arrived, body: Mapping[str, Any], context: Mapping[str, Any]
) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """PostHog has one id for everybody: whose it is, its own reader knows."""
    if arrived.family == "posthog":
        with suppress(Unreadable):
            return named_in(arrived.body)
        return _tried(word_of, body.get("distinct_id"), "user_id") or "", (), {}
    user_id = _tried(word_of, body.get("userId"), "user_id") or ""
    anonymous_id = _tried(word_of, body.get("anonymousId"), "anonymous_id") or ""
    traits = mapping(context.get("traits")) | mapping(body.get("traits"))
    return user_id, (anonymous_id,), traits


def _tried(read: Any, raw: Any, what: str) -> Any:
    try:
        return read(raw, what)
    except Unreadable:
        return None
