"""The sources that the arrivals of a batch come from."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import connection

from relasi.timeline.rules.arriving import Arrived
from relasi.timeline.rules.consenting import Mode
from relasi.timeline.rules.planning import Keeper

from .keepers import keepers_of

SERVER = "server"
# The version of a plan only where something is to be done with it.
SOURCES = """
SELECT s.id, s.name, s.origins, s.consent_mode, s.kind, s.unread_days, p.version, p.learning
FROM timeline_source s LEFT JOIN timeline_plan p
    ON p.source_id = s.id AND (p.kept_since IS NOT NULL OR p.learning > 0)
WHERE s.id = ANY(%s)
"""


class Known(NamedTuple):
    """A source that is there: its name, the hosts its browsers send from, what it does where
    nobody was asked for consent, whether it is a server, whose key nobody else knows, and for
    how many days it keeps what cannot be read of whom nobody may know. `keeper` judges by its
    tracking plan, where that is kept or still learned, from `learning` more events.
    """

    name: str
    hosts: tuple[str, ...]
    mode: Mode
    is_server: bool
    unread_days: int
    keeper: Keeper | None = None
    learning: int = 0


def sources_of(arrivals: Iterable[Arrived]) -> Mapping[int, Known]:
    """The sources that are there."""
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, [list({arrived.source_id for arrived in arrivals})])
        rows = cursor.fetchall()
    versions = {row[0]: row[6] for row in rows if row[6] is not None}
    keepers = keepers_of(versions) if versions else {}
    return {
        number: Known(
            name,
            _hosts(origins),
            _mode(mode, kind),
            kind == SERVER,
            days,
            keepers.get(number),
            learning or 0,
        )
        for number, name, origins, mode, kind, days, _version, learning in rows
    }


def _mode(mode: str, kind: str) -> Mode:
    """A server knows what it sends; there is no banner between it and us."""
    return Mode.GRANTED if kind == SERVER else Mode(mode)


def _hosts(origins: Iterable[str]) -> tuple[str, ...]:
    hosts = (urlsplit(origin).hostname or "" for origin in origins)
    return tuple(host.removeprefix("www.") for host in hosts)
