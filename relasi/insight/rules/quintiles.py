"""Scores 1 to 5 from four cut points.

The cut points are the values below which a fifth, two, three and four fifths of the buyers
lie (the smallest value v with at least that share at or below v: SQL's percentile_disc). A
score is 1 + the number of cut points below the value, so equal values get equal scores, and
anybody can check a score from the four numbers shown. When all buyers are equal nobody
stands out: all get the middle, 3.
"""

from collections.abc import Sequence
from typing import Any

SHARES = (0.2, 0.4, 0.6, 0.8)
MIDDLE = 3


def cut_points(values: Sequence[Any]) -> tuple[Any, ...]:
    """The four borders of a population; empty when there is nobody or all are equal."""
    ordered = sorted(values)
    if not ordered or ordered[0] == ordered[-1]:
        return ()
    count = len(ordered)
    return tuple(ordered[max(0, -(-count * fifths // 5) - 1)] for fifths in range(1, 5))


def score(value: Any, cuts: Sequence[Any]) -> int:
    """1 (lowest) to 5 (highest) by the cut points of the population."""
    return 1 + sum(cut < value for cut in cuts) if cuts else MIDDLE
