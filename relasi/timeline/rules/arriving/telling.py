"""Properties as they are stored: the client's own, and ours beside them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .incoming import Arrived
from .json import encoded, mapping
from .times import stamps

LONGEST_URL = 2_000
# What later steps read of a visit: where it came from, and what with.
CAMPAIGN, PAGE = "campaign", ("referrer", "search")


def url_of(raw: Any) -> str:
    """The address of a page, where it is a text."""
    return raw.strip()[:LONGEST_URL] if isinstance(raw, str) else ""


def agent_of(arrived: Arrived) -> str:
    """The person's browser, where it sent the event itself; the library of a server is nobody."""
    return arrived.agent if arrived.agent.startswith("Mozilla/") else ""


def surroundings(context: Mapping[str, Any], agent: str) -> dict[str, Any]:
    """Campaign, referrer and browser of an event."""
    page = mapping(context.get("page"))
    kept = {key: page[key] for key in PAGE if page.get(key)}
    if campaign := mapping(context.get(CAMPAIGN)):
        kept[CAMPAIGN] = campaign
    if agent:
        kept["agent"] = agent
    return kept


def properties_of(  # noqa: PLR0913  (each is one of ours, by name)
    own: Mapping[str, Any],
    *,
    source_id: int,
    ids: tuple[str, str],
    own_name: str,
    traits: Mapping[str, Any],
    context: Mapping[str, Any],
    times: tuple[datetime | None, datetime | None, datetime],
    machine: str,
) -> str:
    """JSON text. Where a property of the client has a name of ours, ours stands."""
    ours = {
        "source_id": source_id,
        "user_id": ids[0],
        "anonymous_id": ids[1],
        "event": own_name,
        "traits": traits,
        "context": context,
        "times": stamps(*times),
        "machine": machine,
    }
    return encoded({**own, **{key: value for key, value in ours.items() if value}})
