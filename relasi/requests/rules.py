"""The clocks and the course of a request. Plain values in, plain values out."""

from calendar import monthrange
from datetime import datetime, time, timedelta, tzinfo

UU_PDP, GDPR = "uu_pdp", "gdpr"
# Law 27 of 2022 says 3 × 24 hours, and knows no extension.
THREE_DAYS = timedelta(hours=72)
# GDPR 12 (3): one month, and two more where it is complex and the person is told why.
FIRST_MONTHS, MORE_MONTHS = 1, 2
EEA = frozenset(
    "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: E501, SIM905
)
OPEN = ("received", "proving", "working")
CLOSED = ("done", "refused", "withdrawn")
# What may follow what.
COURSE = {
    "received": ("proving", "working", "refused", "withdrawn"),
    "proving": ("working", "refused", "withdrawn"),
    "working": ("done", "refused", "withdrawn"),
}


def law_for(country: str) -> str:
    """The law whose clock runs for somebody of this country; the shorter one where it is not
    known.
    """
    return GDPR if country.upper() in EEA else UU_PDP


def due_at(law: str, received: datetime, zone: tzinfo, *, extended: bool = False) -> datetime:
    """By when it must be done. Months end with the last hour of their day (Regulation 1182/71)."""
    if law == UU_PDP:
        return received + THREE_DAYS
    months = FIRST_MONTHS + (MORE_MONTHS if extended else 0)
    day = received.astimezone(zone)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = min(day.day, monthrange(year, month + 1)[1])
    return datetime.combine(
        day.replace(year=year, month=month + 1, day=last), time(23, 59, 59), zone
    )


def may_follow(state: str, following: str) -> bool:
    return following in COURSE.get(state, ())


# What OpenDSR calls the states. What is refused or taken back ends the same way there.
OPENDSR = {
    "received": "pending",
    "proving": "pending",
    "working": "in_progress",
    "done": "completed",
    "refused": "cancelled",
    "withdrawn": "cancelled",
}
# A callback is tried again after these; then it is given up.
AGAIN = tuple(timedelta(minutes=m) for m in (1, 10, 60, 360, 1440))
