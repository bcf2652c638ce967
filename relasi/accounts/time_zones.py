"""The time zones one can choose: those of the tz database that name a place."""

from functools import cache
from zoneinfo import available_timezones

AREAS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe"}
AREAS |= {"Indian", "Pacific"}


@cache
def time_zones() -> tuple[str, ...]:
    places = {zone for zone in available_timezones() if zone.split("/")[0] in AREAS}
    return ("UTC", *sorted(places))


def is_time_zone(name: str) -> bool:
    return name in time_zones()
