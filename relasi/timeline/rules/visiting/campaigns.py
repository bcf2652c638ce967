"""What a link said about itself: utm fields and click ids, from the address or the client."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from .addresses import asked
from .clicks import NETWORKS, click_of

LONGEST_WORD, LONGEST_NAME = 40, 100


class Campaign(NamedTuple):
    """`source` and `medium` may be known from the click id alone. All empty: no campaign."""

    source: str = ""
    medium: str = ""
    name: str = ""
    term: str = ""
    content: str = ""
    click_kind: str = ""
    click_id: str = ""

    @property
    def mark(self) -> int:
        """A number for this very campaign, as good as its own; 0 for none."""
        if self == NO_CAMPAIGN:
            return 0
        told = blake2b("\n".join(self).encode("utf-8", "replace"), digest_size=8)
        return int.from_bytes(told.digest(), signed=True)


NO_CAMPAIGN = Campaign()
# How the clients' words stand in an address.
_UTM = {"source": "source", "medium": "medium", "name": "campaign", "term": "term",
        "content": "content"}  # fmt: skip


def campaign_of(url: str, search: Any, told: Mapping[str, Any]) -> Campaign:
    """From the address of the page, the search that the client tells beside it, and its own
    campaign; what the address says comes first.
    """
    query = url.partition("?")[2] or (search.lstrip("?") if isinstance(search, str) else "")
    if not query and not told:
        return NO_CAMPAIGN
    return _campaign(asked(query) if query else {}, told)


def _campaign(fields: Mapping[str, str], told: Mapping[str, Any]) -> Campaign:
    said = {
        ours: fields.get(f"utm_{theirs}") or _word(told.get(ours)) or _word(told.get(theirs))
        for ours, theirs in _UTM.items()
    }
    kind, click = click_of(fields)
    network = NETWORKS.get(kind)
    return Campaign(
        source=_short(said["source"], LONGEST_WORD).lower() or (network.source if network else ""),
        medium=_short(said["medium"], LONGEST_WORD).lower() or (network.medium if network else ""),
        name=_short(said["name"], LONGEST_NAME),
        term=_short(said["term"], LONGEST_NAME),
        content=_short(said["content"], LONGEST_NAME),
        click_kind=kind,
        click_id=_short(click, len(click)),
    )


def _word(raw: Any) -> str:
    return raw if isinstance(raw, str) else ""


def _short(text: str, longest: int) -> str:
    """Without what no column holds: an address may spell anything."""
    plain = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return plain.strip()[:longest].strip()
