"""The measures of RACE and the periods they are taken over. Definitions: docs/reference/metrics.md.

RACE: Chaffey and Ellis-Chadwick, Digital Marketing: Reach, Act, Convert, Engage.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Facts = Literal["visits", "events", "orders", "repeats"]
Kind = Literal["count", "money", "share"]

STAGES = ("reach", "act", "convert", "engage")
WEEKS = (4, 13, 26, 52)
USUAL_WEEKS = 13
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Measure:
    """`facts` is what is counted (queries/facts.py), `figure` how, in SQL over their columns.

    `name` is the event's. With `by_person` the rows behind the figure are people, else the
    facts themselves. `flag` splits them: the numerator of a share, the condition of a count.
    """

    key: str
    stage: str
    facts: Facts
    figure: str
    kind: Kind = "count"
    name: str = ""
    by_person: bool = False
    flag: Literal["", "again", "bought"] = ""


PEOPLE = "count(DISTINCT contact_id)"
ROWS = "count(*)"

# The first of each stage is the figure of its tile.
MEASURES = (
    Measure("visitors", "reach", "visits", PEOPLE, by_person=True),
    Measure("visits", "reach", "visits", ROWS),
    Measure("product_views", "act", "events", ROWS, name="product viewed"),
    Measure("sign_ups", "act", "events", ROWS, name="signed up"),
    Measure("consents", "act", "events", ROWS, name="consent granted"),
    Measure("orders", "convert", "orders", ROWS),
    Measure("revenue", "convert", "orders", "COALESCE(sum(value), 0)", "money"),
    Measure(
        "conversion",
        "convert",
        "visits",
        f"{PEOPLE} FILTER (WHERE bought)::float / NULLIF({PEOPLE}, 0)",
        "share",
        by_person=True,
        flag="bought",
    ),
    Measure(
        "repeat",
        "engage",
        "repeats",
        f"{PEOPLE} FILTER (WHERE again)::float / NULLIF({PEOPLE}, 0)",
        "share",
        by_person=True,
        flag="again",
    ),
    Measure("clicks", "engage", "events", ROWS, name="link clicked"),
    Measure(
        "returning",
        "engage",
        "visits",
        f"{PEOPLE} FILTER (WHERE again)",
        by_person=True,
        flag="again",
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}


def of_stage(stage: str) -> tuple[Measure, ...]:
    return tuple(measure for measure in MEASURES if measure.stage == stage)


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until): `weeks` weeks from Monday on in `zone`, the last one up to `until`."""

    since: datetime
    until: datetime
    weeks: int
    zone: str

    @property
    def before(self) -> "Period":
        """The same days of the weeks just before: what figures are compared with."""
        back = WEEK * self.weeks
        return Period(
            _earlier(self, self.since, back),
            _earlier(self, self.until, back),
            self.weeks,
            self.zone,
        )

    @property
    def mondays(self) -> tuple[datetime, ...]:
        """The beginning of each week, also across a change of clocks."""
        first = self.since.astimezone(ZoneInfo(self.zone))
        return tuple(first + WEEK * n for n in range(self.weeks))

    @property
    def whole_weeks(self) -> int:
        """How many of the weeks are over."""
        return sum(monday + WEEK <= self.until for monday in self.mondays)


def period(*, weeks: int, zone: str, now: datetime) -> Period:
    """The last `weeks` weeks, this one included as far as it has come."""
    here = now.astimezone(ZoneInfo(zone))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=here.weekday())
    return Period(monday - WEEK * (weeks - 1), here, weeks, zone)


def _earlier(period: Period, moment: datetime, back: timedelta) -> datetime:
    """By the clock of the zone: aware datetimes of one zone are added to by the wall."""
    return moment.astimezone(ZoneInfo(period.zone)) - back


def minute_of(now: datetime) -> datetime:
    """Figures are taken up to a full minute, so that they stay the same while one reads."""
    return now.replace(second=0, microsecond=0)


def change(present: float | None, before: float | None, kind: Kind) -> float | None:
    """How far a figure moved: relative for counts and money, in points for shares."""
    if present is None or before is None:
        return None
    if kind == "share":
        return present - before
    return (present - before) / before if before else None
