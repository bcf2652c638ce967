"""The sources that the arrivals of a batch come from."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import connection

from relasi.timeline.rules.arriving import Arrived
from relasi.timeline.rules.consenting import Mode

SERVER = "server"


class Known(NamedTuple):
    """A source that is there: its name, the hosts its browsers send from, what it does where
    nobody was asked for consent, whether it is a server, whose key nobody else knows, and for
    how many days it keeps what cannot be read of whom nobody may know.
    """

    name: str
    hosts: tuple[str, ...]
    mode: Mode
    is_server: bool
    unread_days: int


def sources_of(arrivals: Iterable[Arrived]) -> Mapping[int, Known]:
    """The sources that are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, origins, consent_mode, kind, unread_days FROM timeline_source"
            " WHERE id = ANY(%s)",
            [list({arrived.source_id for arrived in arrivals})],
        )
        rows = cursor.fetchall()
    return {
        number: Known(name, _hosts(origins), _mode(mode, kind), kind == SERVER, days)
        for number, name, origins, mode, kind, days in rows
    }


def _mode(mode: str, kind: str) -> Mode:
    """A server knows what it sends; there is no banner between it and us."""
    return Mode.GRANTED if kind == SERVER else Mode(mode)


def _hosts(origins: Iterable[str]) -> tuple[str, ...]:
    hosts = (urlsplit(origin).hostname or "" for origin in origins)
    return tuple(host.removeprefix("www.") for host in hosts)
