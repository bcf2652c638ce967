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
from .times import corrected, moment, tick_of

KINDS = frozenset({"track", "page", "screen", "identify", "group", "alias"})
# Of which events the traits are those of a person; a group's are the group's.
_PERSONAL = KINDS - {"group"}
_PAGES = frozenset({"page", "screen"})


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
    context = _context(event, shared)
    page = mapping(context.get("page"))
    ids = ids_of(event.user_id, event.anonymous_id)
    traits = _traits(event, context, kind)
    said = moment(event.original_timestamp or event.timestamp, "timestamp")
    sent = moment(event.sent_at or shared.get("sentAt"), "sentAt")
    at = corrected(said, sent, arrived.received_at)
    agent = text_of(context.get("userAgent")) or agent_of(arrived)
    seen = machine(agent)
    name, own_name = name_of(kind, event.event)
    url = _url(event, page)
    own = _own(event, kind)
    sku, order = sku_of(own), order_of(name, own)
    return Incoming(
        message_id=word_of_message(event.message_id, arrived),
        kind=kind,
        name=name,
        anonymous_id=ids[1],
        user_id=ids[0],
        links=_links(event, ids[0]) if kind == "alias" else (),
        traits=traits,
        url=url,
        agent=agent,
        at=at,
        tick=tick_of(at),
        properties=properties_of(
            own,
            source_id=arrived.source_id,
            ids=ids,
            own_name=own_name,
            traits=traits if kind == "identify" else {},
            context=surroundings(page, mapping(context.get("campaign")), agent),
            times=(said, sent, arrived.received_at),
            machine=seen,
        ),
        context=context,
        machine=seen,
        sku=sku,
        order=order,
        sent_at=sent,
        some_blocked=ids.some_blocked,
    )


def word_of_message(raw: Any, arrived: Arrived) -> str:
    """The client's message id; one made of the event itself where there is none."""
    if isinstance(raw, str | int) and not isinstance(raw, bool) and (word := str(raw).strip()):
        return word
    return made_id(arrived.body, arrived.received_at.isoformat())


def _context(event: Event, shared: Mapping[str, Any]) -> dict[str, Any]:
    """What an event says of itself counts before what its batch says for all."""
    own = mapping(event.context)
    return mapping(shared["context"]) | own if "context" in shared else own


def _links(event: Event, user_id: str) -> tuple[str, ...]:
    before = word_of(event.previous_id, "anonymous_id")
    return (before,) if before and before != user_id else ()


def _traits(event: Event, context: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """RudderStack's server client tells them in the context, the others at the top."""
    own = mapping(event.traits) if kind in _PERSONAL else {}
    return mapping(context["traits"]) | own if "traits" in context else own


def _own(event: Event, kind: str) -> dict[str, Any]:
    """The event's own properties, which nobody else holds."""
    own = mapping(event.properties)
    if kind in _PAGES:
        if event.name:
            own["name"] = event.name
        if event.category:
            own["category"] = event.category
    if event.group_id:
        own["group_id"] = event.group_id
    if kind == "group" and (group := mapping(event.traits)):
        own["group"] = group
    return own


def _url(event: Event, page: Mapping[str, Any]) -> str:
    """Of the page it happened on; a page may also tell its own."""
    said = url_of(page.get("url"))
    return said or (url_of(mapping(event.properties).get("url")) if event.type == "page" else "")
