"""The table of recency and frequency: how many buyers, and what they are worth on average."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count

from relasi.insight.models import Score

FIFTHS = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`shade` 0 to 4 is the share of the fullest cell; `worth` the average value so far."""

    r: int
    f: int
    people: int
    worth: Decimal
    shade: int


def cells() -> list[list[HeatCell]]:
    """Five rows from the most recent down, five columns from seldom to often."""
    found = {
        (r, f): (people, worth)
        for r, f, people, worth in Score.objects.values_list("r", "f").annotate(
            people=Count("pk"), worth=Avg("revenue")
        )
    }
    most = max((people for people, _worth in found.values()), default=0)
    return [[_cell(r, f, found, most) for f in reversed(FIFTHS)] for r in FIFTHS]


def _cell(r: int, f: int, found: dict[tuple[int, int], tuple[int, Decimal]], most: int) -> HeatCell:
    people, worth = found.get((r, f), (0, Decimal(0)))
    shade = 0 if not people else max(1, -(-4 * people // most))
    return HeatCell(r, f, people, worth or Decimal(0), shade)
