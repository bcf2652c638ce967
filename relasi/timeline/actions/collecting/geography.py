"""Where an address on the network is, from a database file that the operator supplies.

RELASI_GEO names a file in MaxMind's format (.mmdb), whoever made it. Without one nothing is
kept; the address itself never is.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import maxminddb
from django.conf import settings

LONGEST, COUNTRY = 80, 2


class Place(NamedTuple):
    country: str | None = None
    region: str | None = None
    city: str | None = None


NOWHERE = Place()


def whereabouts(ip: str) -> Place:
    """Country, region and city, as far as the database knows them."""
    return _looked_up(settings.GEO, ip) if settings.GEO and ip else NOWHERE


@lru_cache(maxsize=20_000)
def _looked_up(path: str, ip: str) -> Place:
    try:
        found = _database(path).get(ip)
    except (OSError, ValueError, maxminddb.InvalidDatabaseError):
        return NOWHERE  # `relasi doctor` says that the file is missing or broken
    return _place(found) if isinstance(found, dict) else NOWHERE


@lru_cache(maxsize=1)
def _database(path: str) -> maxminddb.Reader:
    return maxminddb.open_database(path)


def _place(found: Mapping[str, Any]) -> Place:
    """MaxMind's own shape, and the flat one of others."""
    regions = found.get("subdivisions")
    region = regions[0] if isinstance(regions, list) and regions else found.get("region")
    country = found.get("country")
    code = country.get("iso_code") if isinstance(country, dict) else country
    code = found.get("country_code") or code
    return Place(
        country=code.upper() if isinstance(code, str) and len(code) == COUNTRY else None,
        region=_name(region),
        city=_name(found.get("city")),
    )


def _name(raw: Any) -> str | None:
    names = raw.get("names") if isinstance(raw, dict) else None
    word = names.get("en") if isinstance(names, dict) else raw
    return word.strip()[:LONGEST] or None if isinstance(word, str) else None
