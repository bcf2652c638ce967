"""Properties as they are stored: the client's own, and ours beside them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .ids import Ids
from .incoming import Arrived
from .json import encoded
from .times import stamps

LONGEST_URL = 2_000


def url_of(raw: Any) -> str:
    """The address of a page, where it is a text."""
    return raw.strip()[:LONGEST_URL] if isinstance(raw, str) else ""


def agent_of(arrived: Arrived) -> str:
    """The person's browser, where it sent the event itself; the library of a server is nobody."""
    return arrived.agent if arrived.agent.startswith("Mozilla/") else ""


def surroundings(
    page: Mapping[str, Any], campaign: Mapping[str, Any], agent: str
) -> dict[str, Any]:
    """What later steps read of a visit: where it came from, and what with."""
    kept: dict[str, Any] = {}
    if referrer := page.get("referrer"):
        kept["referrer"] = referrer
    if search := page.get("search"):
        kept["search"] = search
    if campaign:
        kept["campaign"] = campaign
    if agent:
        kept["agent"] = agent
    return kept


def properties_of(  # noqa: PLR0913  (each is one of ours, by name)
    own: dict[str, Any],
    *,
    source_id: int,
    ids: Ids,
    own_name: str,
    traits: Mapping[str, Any],
    context: Mapping[str, Any],
    times: tuple[datetime | None, datetime | None, datetime],
    machine: str,
) -> bytes:
    """JSON. Ours are written into the client's own: where a property of theirs has a name of
    ours, ours stands.
    """
    own["source_id"] = source_id
    user_id, anonymous_id, _some_blocked = ids
    if user_id:
        own["user_id"] = user_id
    if anonymous_id:
        own["anonymous_id"] = anonymous_id
    if own_name:
        own["event"] = own_name
    if traits:
        own["traits"] = traits
    if context:
        own["context"] = context
    if clocks := stamps(*times):
        own["times"] = clocks
    if machine:
        own["machine"] = machine
    return encoded(own)
