"""When each mail is due: one moment for all, or the same hour of the clock everywhere.

A `wall` is what clocks show, wherever they hang: a time without a place. It is carried in
a datetime whose UTC means nothing, as the database stores it.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

# The first place on earth to see an hour of the clock, all year.
FIRST_ZONE = "Pacific/Kiritimati"
LEAD = timedelta(minutes=30)
MISSED_AFTER = timedelta(hours=6)


def moment(wall: datetime, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show `wall`.

    An hour that the change to summer time leaves out is taken an hour later by the clock,
    an hour that comes twice is taken the first time (PEP 495, fold=0).
    """
    local = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    return local.astimezone(UTC)


def is_zone(zone: str) -> bool:
    return zone in available_timezones()


def due_by_zone(
    wall: datetime, zones: frozenset[str], *, own: str, everywhere: bool
) -> dict[str, datetime]:
    """The due moment for each zone that contacts have; what is no zone gets `own`."""
    return {
        zone: moment(wall, zone if everywhere and is_zone(zone) else own) for zone in zones | {own}
    }


def prepares_at(wall: datetime, *, own: str, everywhere: bool) -> datetime:
    """When the people are drawn: before the first of them is due, wherever they live."""
    if everywhere:
        return moment(wall, FIRST_ZONE) - LEAD
    return moment(wall, own)


def is_missed(due: datetime, now: datetime) -> bool:
    """Whether it is too late to begin without asking: nothing ran when it was due."""
    return now - due > MISSED_AFTER
