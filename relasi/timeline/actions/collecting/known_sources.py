"""The sources that the arrivals of a batch come from."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import connection

from relasi.timeline.rules.arriving import Arrived


class Known(NamedTuple):
    """A source that is there: its name, and the hosts its browsers send from."""

    name: str
    hosts: tuple[str, ...]


def sources_of(arrivals: Iterable[Arrived]) -> Mapping[int, Known]:
    """The sources that are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, origins FROM timeline_source WHERE id = ANY(%s)",
            [list({arrived.source_id for arrived in arrivals})],
        )
        rows = cursor.fetchall()
    return {number: Known(name, _hosts(origins)) for number, name, origins in rows}


def _hosts(origins: Iterable[str]) -> tuple[str, ...]:
    hosts = (urlsplit(origin).hostname or "" for origin in origins)
    return tuple(host.removeprefix("www.") for host in hosts)
