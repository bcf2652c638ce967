"""How good a list of people is: what is noted of each, and the score it adds up to.

Definitions: docs/reference/list-quality.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# A note of somebody is a bit; numbers are kept, so they are never given to another note.
MARKS = {
    "email": 1 << 0,
    "phone": 1 << 1,
    "good_email": 1 << 2,
    "may_write": 1 << 3,
    "alive": 1 << 4,
    "single": 1 << 5,
    "bounced": 1 << 6,
    "left": 1 << 7,
    "never_asked": 1 << 8,
    "role": 1 << 9,
    "disposable": 1 << 10,
    "typo": 1 << 11,
    "no_mail": 1 << 12,
    "unreadable": 1 << 13,
    "phone_unused": 1 << 14,
    "phone_allowed": 1 << 15,
    "called_bad": 1 << 16,
}
# What should be known of everybody, by bit of what is lacking.
FIELDS = (
    "name",
    "email",
    "phone",
    "city",
    "country",
    "language",
    "born_on",
    "source",
)
LACKS = {field: 1 << place for place, field in enumerate(FIELDS)}
ALIVE_DAYS = 365

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """`weight` of a hundred; the share of `of` that have `good`. `of` "" is everybody.

    Completeness is no note of anybody: its share is of all fields of all people.
    """

    key: str
    weight: int
    good: str
    of: str = ""


PARTS = (
    Part("coverage", 20, "email"),
    Part("validity", 25, "good_email", "email"),
    Part("consent", 20, "may_write", "email"),
    Part("freshness", 15, "alive"),
    Part("completeness", 10, "filled"),
    Part("uniqueness", 10, "single"),
)
# What there is to put right, the most harmful first.
WORK = (
    "bounced",
    "no_mail",
    "unreadable",
    "typo",
    "disposable",
    "role",
    "called_bad",
    "phone_unused",
    "double",
    "asleep",
    "never_asked",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the score: `good` of `of`; no share where there is nobody to ask about."""

    part: Part
    good: int
    of: int

    @property
    def share(self) -> float | None:
        return self.good / self.of if self.of else None

    @property
    def points(self) -> float:
        return (self.share or 0.0) * self.part.weight

    @property
    def short(self) -> int:
        return self.of - self.good


def shown(part: Part, counts: Counts) -> Shown:
    """`counts`: people by note, "people" in all and "lacks:<field>" for each field."""
    people = counts.get("people", 0)
    if part.key == "completeness":
        lacking = sum(counts.get(f"lacks:{field}", 0) for field in FIELDS)
        return Shown(part, people * len(FIELDS) - lacking, people * len(FIELDS))
    of = counts.get(part.of, 0) if part.of else people
    return Shown(part, counts.get(part.good, 0), of)


def parts(counts: Counts) -> tuple[Shown, ...]:
    return tuple(shown(part, counts) for part in PARTS)


def score(counts: Counts) -> float | None:
    """0 to 100: the parts by their weights. One that nobody can be asked about does not count;
    None where there is nobody.
    """
    counted = [one for one in parts(counts) if one.of]
    weights = sum(one.part.weight for one in counted)
    return 100 * sum(one.points for one in counted) / weights if weights else None
