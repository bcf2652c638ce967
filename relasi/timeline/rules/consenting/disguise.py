"""An event without what says whose it is: for those nobody may follow.

The id for a day is made of a salt that is thrown away with it, as Plausible does it: a visitor
is one for a day and a site, and the day after nobody can say who it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

import msgspec

from relasi.timeline.rules.arriving.incoming import Arrived, Incoming
from relasi.timeline.rules.arriving.json import encoded, mapping
from relasi.timeline.rules.visiting.addresses import asked

# What may be known of an address without knowing who followed the link.
CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
_PERSONAL = frozenset({"user_id", "anonymous_id", "traits", "email", "phone"})
_PREFIX = "day:"
_DECODER: "msgspec.json.Decoder[dict[str, Any]]" = msgspec.json.Decoder(dict[str, Any])


def day_id(salt: bytes, arrived: Arrived) -> str:
    """The anonymous id of whoever sent this, on the day of the salt."""
    told = f"{arrived.source_id}\n{arrived.ip}\n{arrived.agent}".encode("utf-8", "replace")
    return _PREFIX + blake2b(told, key=salt, digest_size=16).hexdigest()


def disguised(incoming: Incoming, anonymous_id: str) -> Incoming:
    """The same event under this id: without ids, traits, clicks and what addresses may carry."""
    context = dict(incoming.context)
    context["page"] = _page(mapping(context.get("page")))
    for key in ("traits", "ip"):
        context.pop(key, None)
    said = _DECODER.decode(incoming.properties)
    kept = {key: value for key, value in said.items() if key not in _PERSONAL}
    if "context" in kept:
        kept["context"] = mapping(kept["context"]) | _page(mapping(kept["context"]))
    return replace(
        incoming,
        anonymous_id=anonymous_id,
        user_id="",
        links=(),
        traits={},
        url=plain(incoming.url),
        context=context,
        properties=encoded(kept),
    )


def anonymous(incoming: Incoming) -> Incoming:
    """The same event of the device alone: who is signed in there may not be known."""
    said = _DECODER.decode(incoming.properties)
    for key in ("user_id", "traits"):
        said.pop(key, None)
    return replace(incoming, user_id="", links=(), traits={}, properties=encoded(said))


def plain(address: str) -> str:
    """An address with its campaign and nothing else behind the question mark."""
    path, _mark, query = address.partition("#")[0].partition("?")
    fields = asked(query) if query else {}
    told = [(key, fields[key]) for key in CAMPAIGN if fields.get(key)]
    return f"{path}?{urlencode(told)}" if told else path


def _page(page: Mapping[str, Any]) -> dict[str, Any]:
    """The page's own words for its address, made as plain as the address."""
    kept: dict[str, Any] = {}
    for key in ("url", "referrer"):
        if isinstance(page.get(key), str):
            kept[key] = plain(page[key])
    if isinstance(page.get("search"), str):
        kept["search"] = plain("?" + page["search"].lstrip("?"))
    return kept
