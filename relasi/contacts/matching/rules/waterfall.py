"""A weight taken apart: from how rare two records of one person are, outcome by outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .comparisons import COMPARISONS


@dataclass(frozen=True, slots=True)
class Bar:
    """What one comparison adds. `left` and `width` are percent of the picture, written as
    pictures are: with a point in every language.
    """

    comparison: str
    level: str
    weight: float
    total: float
    left: str
    width: str

    @property
    def speaks_for(self) -> bool:
        return self.weight >= 0

    @property
    def strength(self) -> int:
        """How much, from 0 (next to nothing) to 3 (a thousand times as likely, or more)."""
        return sum(abs(self.weight) >= least for least in (1, 4, 10))


def waterfall(weight: float, parts: Mapping[str, Sequence[float]]) -> tuple[Bar, ...]:
    """The prior first, then every comparison of which something is known."""
    known = [(one, parts[one.key]) for one in COMPARISONS if one.key in parts]
    steps = [(one.key, one.levels[int(place)].key, w) for one, (place, w) in known if place >= 0]
    prior = weight - sum(w for _key, _level, w in steps)
    steps.insert(0, ("prior", "", prior))
    totals = [0.0]
    for _key, _level, step in steps:
        totals.append(totals[-1] + step)
    low, high = min(totals), max(totals)
    scale = 100 / max(high - low, 1e-6)
    return tuple(
        Bar(
            key,
            level,
            round(step, 2),
            round(after, 2),
            f"{(min(before, after) - low) * scale:.2f}",
            f"{max(abs(step) * scale, 0.6):.2f}",
        )
        for (key, level, step), before, after in zip(steps, totals, totals[1:], strict=False)
    )
