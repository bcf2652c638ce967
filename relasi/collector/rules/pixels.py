"""An event that is written in an address: RudderStack's pixel, PostHog's GET."""

from collections.abc import Mapping
from typing import Any

import msgspec

from .limits import MOST_DEPTH
from .refusing import bad_json, too_deep

NOT_OF_THE_EVENT = frozenset({"writeKey", "writekey"})


def event_in(query: Mapping[str, str]) -> bytes:
    """`context.page.url=…` becomes nested, a value that is an object or a list becomes one."""
    event: dict[str, Any] = {}
    for name, text in query.items():
        if name not in NOT_OF_THE_EVENT:
            _put(event, name.split("."), _value(text))
    return msgspec.json.encode(event)


def _put(event: dict[str, Any], names: list[str], value: Any) -> None:
    if len(names) > MOST_DEPTH:
        raise too_deep()
    for name in names[:-1]:
        inner = event.setdefault(name, {})
        if not isinstance(inner, dict):
            raise bad_json(f"{name} is given as a value and as an object.")
        event = inner
    event[names[-1]] = value


def _value(text: str) -> Any:
    if text[:1] not in {"{", "["}:
        return text
    try:
        return msgspec.Raw(msgspec.json.encode(msgspec.json.decode(text)))
    except (msgspec.DecodeError, RecursionError):
        return text
