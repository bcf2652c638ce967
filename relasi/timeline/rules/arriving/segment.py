"""Segment's and RudderStack's events, and our own /v1: one shape."""

from collections.abc import Mapping
from typing import Any

import msgspec

from .digests import made_id
from .ids import ids_of, word_of
from .incoming import Arrived, Incoming, Unreadable
from .json import decoded, mapping, text_of
from .machines import machine
from .naming import name_of
from .orders import order_of, sku_of
from .telling import agent_of, properties_of, surroundings, url_of
from .times import corrected, moment

KINDS = frozenset({"track", "page", "screen", "identify", "group", "alias"})
# Of which events the traits are those of a person; a group's are the group's.
_PERSONAL = KINDS - {"group"}


class Event(msgspec.Struct, rename="camel"):
    """What may stand in an event; anything else in it is not ours to read."""

    type: Any = None
    event: Any = None
    name: Any = None
    category: Any = None
    message_id: Any = None
    anonymous_id: Any = None
    user_id: Any = None
    previous_id: Any = None
    group_id: Any = None
    traits: Any = None
    properties: Any = None
    context: Any = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None


_DECODER = msgspec.json.Decoder(Event)


def read_segment(arrived: Arrived, shared: Mapping[str, Any]) -> Incoming:
    """Raises Unreadable."""
    event = decoded(arrived.body, _DECODER)
    kind = arrived.kind or text_of(event.type)
    if kind not in KINDS:
        raise Unreadable("bad_kind", kind)
    context = mapping(shared.get("context")) | mapping(event.context)
    ids = ids_of(event.user_id, event.anonymous_id)
    links = (word_of(event.previous_id, "anonymous_id"),) if kind == "alias" else ()
    traits = _traits(event, context, kind)
    said = moment(event.original_timestamp or event.timestamp, "timestamp")
    sent = moment(event.sent_at or shared.get("sentAt"), "sentAt")
    agent = text_of(context.get("userAgent")) or agent_of(arrived)
    name, own_name = name_of(kind, event.event)
    own = _own(event, kind)
    return Incoming(
        message_id=word_of_message(event.message_id, arrived),
        kind=kind,
        name=name,
        anonymous_id=ids[1],
        user_id=ids[0],
        links=tuple(link for link in links if link and link != ids[0]),
        traits=traits,
        url=_url(event, context),
        agent=agent,
        at=corrected(said, sent, arrived.received_at),
        properties=properties_of(
            own,
            source_id=arrived.source_id,
            ids=ids,
            own_name=own_name,
            traits=traits if kind == "identify" else {},
            context=surroundings(context, agent),
            times=(said, sent, arrived.received_at),
            machine=machine(agent),
        ),
        context=context,
        sku=sku_of(own),
        order=order_of(name, own),
        sent_at=sent,
    )


def word_of_message(raw: Any, arrived: Arrived) -> str:
    """The client's message id; one made of the event itself where there is none."""
    if isinstance(raw, str | int) and not isinstance(raw, bool) and str(raw).strip():
        return str(raw).strip()
    return made_id(arrived.body, arrived.received_at.isoformat())


def _traits(event: Event, context: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """RudderStack's server client tells them in the context, the others at the top."""
    own = mapping(event.traits) if kind in _PERSONAL else {}
    return mapping(context.get("traits")) | own


def _own(event: Event, kind: str) -> dict[str, Any]:
    named = {
        "name": event.name if kind in {"page", "screen"} else None,
        "category": event.category if kind in {"page", "screen"} else None,
        "group_id": event.group_id,
        "group": mapping(event.traits) if kind == "group" else None,
    }
    return mapping(event.properties) | {key: value for key, value in named.items() if value}


def _url(event: Event, context: Mapping[str, Any]) -> str:
    """Of the page it happened on; a page may also tell its own."""
    said = url_of(mapping(context.get("page")).get("url"))
    return said or (url_of(mapping(event.properties).get("url")) if event.type == "page" else "")
