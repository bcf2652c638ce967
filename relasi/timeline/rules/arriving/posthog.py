"""PostHog's events. One id for everybody: the others beside it tell whose it is.

Before somebody is known a browser sends its own id as distinct_id and as $device_id; after
`identify` distinct_id is the person's, and $is_identified says so. A server sends people's.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from .ids import Ids, ids_of, word_of
from .incoming import Arrived, Incoming, Unreadable
from .json import decoded, mapping, text_of
from .machines import machine
from .naming import name_of
from .orders import order_of, sku_of
from .segment import word_of_message
from .telling import agent_of, properties_of, surroundings, url_of
from .times import corrected, moment, tick_of

KINDS = {
    "$pageview": "page",
    "$screen": "screen",
    "$identify": "identify",
    "$set": "identify",
    "$create_alias": "alias",
    "$groupidentify": "group",
}
ENGAGE = "engage"  # an address where only something about a person is told
# A UUID of version 4.
_BY_CHANCE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SPECIAL = frozenset({"$set", "$set_once", "token", "distinct_id"})


class Event(msgspec.Struct):
    event: Any = None
    uuid: Any = None
    distinct_id: Any = None
    of: Any = msgspec.field(default=None, name="$distinct_id")
    properties: Any = None
    timestamp: Any = None
    sent_at: Any = None
    offset: Any = None
    set: Any = msgspec.field(default=None, name="$set")
    set_once: Any = msgspec.field(default=None, name="$set_once")


_DECODER = msgspec.json.Decoder(Event)


def read_posthog(arrived: Arrived, shared: Mapping[str, Any]) -> Incoming:
    """Raises Unreadable."""
    event = decoded(arrived.body, _DECODER)
    own = mapping(event.properties)
    kind = "identify" if arrived.kind == ENGAGE else KINDS.get(text_of(event.event), "track")
    ids, links = _people(event, own)
    traits = {key: v for said in _said(event, own) for key, v in said.items()}
    said, sent = _clocks(event, own, shared, arrived)
    at = corrected(said, sent, arrived.received_at)
    agent = _agent(own, arrived)
    seen = machine(agent)
    where = _context(own)
    name, own_name = name_of(kind, event.event)
    return Incoming(
        message_id=word_of_message(event.uuid or own.get("$insert_id"), arrived),
        kind=kind,
        name=name,
        anonymous_id=ids[1],
        user_id=ids[0],
        links=links,
        traits=traits,
        url=url_of(own.get("$current_url")),
        agent=agent,
        at=at,
        tick=tick_of(at),
        properties=properties_of(
            {key: value for key, value in own.items() if key not in _SPECIAL},
            source_id=arrived.source_id,
            ids=ids,
            own_name=own_name,
            traits=traits if kind == "identify" else {},
            context=surroundings(where["page"], where["campaign"], agent),
            times=(said, sent, arrived.received_at),
            machine=seen,
        ),
        context=_surroundings(own, where),
        machine=seen,
        sku=sku_of(own),
        order=order_of(name, own),
        sent_at=sent,
        some_blocked=ids.some_blocked,
    )


def named_in(body: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """Whom an event names that could not be read whole: the user id, other ids, what is said of
    the person. Raises Unreadable.
    """
    event = decoded(body, _DECODER)
    own = mapping(event.properties)
    (user_id, anonymous_id, _blocked), links = _people(event, own)
    traits = {key: value for said in _said(event, own) for key, value in said.items()}
    return user_id, (anonymous_id, *links), traits


def _people(event: Event, own: Mapping[str, Any]) -> tuple[Ids, tuple[str, ...]]:
    """(user id, anonymous id), and other ids the same person is said to have had."""
    distinct = next((raw for raw in (event.distinct_id, event.of) if raw is not None), None)
    distinct = own.get("distinct_id") if distinct is None else distinct
    device = own.get("$device_id")
    if event.event == "$identify":
        return ids_of(distinct, own.get("$anon_distinct_id") or device), ()
    if event.event == "$create_alias":
        return _aliased(distinct, own)
    if event.event == "$groupidentify" and _is_made_up(distinct, own):
        raise Unreadable("no_id", str(distinct)[:60])
    if _is_anonymous(distinct, device, own):
        return ids_of(None, distinct), ()
    return ids_of(distinct, device if device != distinct else None), ()


def _is_anonymous(distinct: Any, device: Any, own: Mapping[str, Any]) -> bool:
    if isinstance(own.get("$is_identified"), bool):
        return not own["$is_identified"]
    return own.get("$process_person_profile") is False or (
        device is not None and device == distinct
    )


def _aliased(distinct: Any, own: Mapping[str, Any]) -> tuple[Ids, tuple[str, ...]]:
    """The alias is who they are now. Where a browser says that it knows the person already, it
    is the other way round: the alias is one more id that they had.
    """
    now, before = own.get("alias") or distinct, distinct
    if own.get("$is_identified") is True:
        now, before = before, now
    ids, link = ids_of(now, None), word_of(before, "anonymous_id")
    return ids, (link,) if link and link != ids[0] else ()


def _is_made_up(distinct: Any, own: Mapping[str, Any]) -> bool:
    """The clients of servers name nobody where they tell something of a group: they send no id,
    one made of the group's, or one by chance, another each time.
    """
    group = f"{own.get('$group_type')}_{own.get('$group_key')}"
    if distinct is None or str(distinct) in {group, f"${group}"}:
        return True
    return "$device_id" not in own and _BY_CHANCE.fullmatch(str(distinct)) is not None


def _said(event: Event, own: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """What is said about the person, the surest last."""
    return (
        mapping(event.set_once),
        mapping(own.get("$set_once")),
        mapping(event.set),
        mapping(own.get("$set")),
    )


def _clocks(
    event: Event, own: Mapping[str, Any], shared: Mapping[str, Any], arrived: Arrived
) -> tuple[Any, Any]:
    """When it was said to happen, and when it was sent. A browser may tell how long ago."""
    said = moment(event.timestamp, "timestamp")
    if said is None and isinstance(event.offset, int) and 0 <= event.offset < 10**12:
        return arrived.received_at - timedelta(milliseconds=event.offset), None
    if own.get("$ignore_sent_at"):
        return said, None
    return said, moment(event.sent_at or shared.get("sent_at"), "sent_at")


def _agent(own: Mapping[str, Any], arrived: Arrived) -> str:
    told = text_of(own.get("$raw_user_agent")) or text_of(own.get("$useragent"))
    return told or agent_of(arrived)


def _context(own: Mapping[str, Any]) -> dict[str, Any]:
    """Where PostHog keeps what Segment has in its context."""
    campaign = {
        key.removeprefix("utm_"): value for key, value in own.items() if key.startswith("utm_")
    }
    return {"campaign": campaign, "page": {"referrer": own.get("$referrer")}}


def _surroundings(own: Mapping[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """The same for placing the event in a visit. The client repeats utm fields long after the
    page that had them, so where an address is told, the address is believed alone.
    """
    campaign = {} if own.get("$current_url") else context["campaign"]
    device = own.get("$device_type") or own.get("$screen_name")
    return context | {
        "campaign": campaign,
        "device": {"type": device} if device else {},
        "os": {"name": own.get("$os")},
    }
