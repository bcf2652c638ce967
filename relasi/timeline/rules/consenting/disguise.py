"""An event without what says whose it is: for those nobody may follow.

The id for a day is made of a salt that is thrown away with it, as Plausible does it: a visitor
is one for a day and a site, and the day after nobody can say who it was.
"""

from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec.structs import replace

from relasi.timeline.rules.arriving.incoming import Arrived, Incoming
from relasi.timeline.rules.arriving.json import encoded, mapping
from relasi.timeline.rules.visiting.addresses import asked
from relasi.timeline.rules.visiting.clicks import NETWORKS

# What may be known of an address without knowing who followed the link.
CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
# What clients call the person, in small letters.
_PERSON = frozenset(
    """
    user_id userid distinct_id previous_id previousid alias traits email phone
    $user_id $distinct_id $set $set_once $unset $groups $person_properties
    """.split()  # noqa: SIM905  (a list to be read)
)
# And the browser, by which the person could be followed.
_BROWSER = frozenset(
    """
    anonymous_id anonymousid device_id deviceid session_id sessionid group group_id groupid ip
    click_ids
    """.split()  # noqa: SIM905
)
# PostHog's own properties have a dollar; those of them that say nothing of who it is.
_PLAIN = frozenset(
    """
    $browser $browser_version $browser_language $os $os_version $device_type $lib $lib_version
    $host $pathname $current_url $referrer $referring_domain $event_type $timezone
    $screen_name $screen_height $screen_width $viewport_height $viewport_width
    """.split()  # noqa: SIM905
)
_PREFIX = "day:"
_DECODER: "msgspec.json.Decoder[dict[str, Any]]" = msgspec.json.Decoder(dict[str, Any])


def day_id(salt: bytes, arrived: Arrived) -> str:
    """The anonymous id of whoever sent this, on the day of the salt."""
    told = f"{arrived.source_id}\n{arrived.ip}\n{arrived.agent}".encode("utf-8", "replace")
    return _PREFIX + blake2b(told, key=salt, digest_size=16).hexdigest()


def disguised(incoming: Incoming, anonymous_id: str) -> Incoming:
    """The same event under this id: without ids, traits, clicks and what addresses may carry."""
    context = dict(incoming.context)
    context["page"] = _plainly(mapping(context.get("page")))
    for key in ("traits", "ip"):
        context.pop(key, None)
    return replace(
        incoming,
        anonymous_id=anonymous_id,
        user_id="",
        links=(),
        traits={},
        url=plain(incoming.url),
        context=context,
        properties=encoded(_plainly(_DECODER.decode(incoming.properties))),
    )


def anonymous(incoming: Incoming) -> Incoming:
    """The same event of the device alone: who is signed in there may not be known."""
    said = _DECODER.decode(incoming.properties)
    kept = {key: value for key, value in said.items() if key.lower() not in _PERSON}
    return replace(incoming, user_id="", links=(), traits={}, properties=encoded(kept))


def plain(address: str) -> str:
    """An address with its campaign and nothing else behind the question mark."""
    path, _mark, query = address.partition("#")[0].partition("?")
    fields = asked(query) if query else {}
    told = [(key, fields[key]) for key in CAMPAIGN if fields.get(key)]
    return f"{path}?{urlencode(told)}" if told else path


def _plainly(value: Any, key: str = "") -> Any:
    """What is said, however deep, without ids and clicks, its addresses made plain."""
    if isinstance(value, dict):
        return {name: _plainly(said, name) for name, said in value.items() if _may_stay(name)}
    if isinstance(value, list):
        return [_plainly(one, key) for one in value]
    if not isinstance(value, str):
        return value
    if key == "search":
        return plain("?" + value.lstrip("?"))
    return plain(value) if "://" in value or key == "path" else value


def _may_stay(name: str) -> bool:
    said = name.lower()
    if said.startswith("$"):
        return said in _PLAIN
    return said not in _PERSON and said not in _BROWSER and said not in NETWORKS
