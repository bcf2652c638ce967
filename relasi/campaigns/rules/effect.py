"""What a campaign earned: those it wrote to against those it left alone.

Everybody counts in the group that was drawn for them, whether or not their mail arrived
(intention to treat), so that the two groups differ by chance and by the campaign only.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .intervals import Interval, Sample, newcombe, welch

RESAMPLES = 2000
FEWEST = 2  # a variance needs two people
# Cochran (1953, Sampling Techniques, 2.15): a mean of n values is near enough to normal
# when n > 25 times the squared skewness of the values.
COCHRAN = 25
BLOCKS = 1000
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spending:
    """What one group bought in the window. `amounts` are of the buyers only.

    The others of the `people` bought for nothing; they count as zeros. An amount may be
    negative when more was returned than bought.
    """

    people: int
    amounts: tuple[float, ...]
    orders: int = 0

    @property
    def buyers(self) -> int:
        return len(self.amounts)

    @property
    def total(self) -> float:
        return math.fsum(self.amounts)

    @property
    def mean(self) -> float:
        return self.total / self.people if self.people else 0.0

    @property
    def variance(self) -> float:
        """Of the sample, with n - 1 below."""
        mean, zeros = self.mean, self.people - self.buyers
        squares = math.fsum((x - mean) ** 2 for x in self.amounts) + zeros * mean**2
        return squares / (self.people - 1)

    @property
    def sample(self) -> Sample:
        return Sample(self.mean, self.variance, self.people)

    @property
    def skewness(self) -> float:
        """The third standardised moment; 0 when all are alike."""
        mean, zeros = self.mean, self.people - self.buyers
        second = math.fsum((x - mean) ** 2 for x in self.amounts) + zeros * mean**2
        third = math.fsum((x - mean) ** 3 for x in self.amounts) - zeros * mean**3
        spread = (second / self.people) ** 1.5
        return third / self.people / spread if spread else 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """`revenue` per person and `buying` (share of people who bought), contacted minus held out.

    `method` names the interval of the revenue that is shown: "welch" as a rule,
    "bootstrap" when a group is too small or too skewed for it (Cochran's rule).
    `other` is the other of the two, so that a reader can see how far they agree.
    """

    contacted: Spending
    held_out: Spending
    revenue: Interval
    buying: Interval
    method: str
    other: Interval


def effect(contacted: Spending, held_out: Spending, *, seed: int) -> Effect | None:
    """The difference with its intervals, or None when a group has fewer than two people."""
    if min(contacted.people, held_out.people) < FEWEST:
        return None
    by_welch = welch(contacted.sample, held_out.sample)
    by_bootstrap = bootstrap(contacted, held_out, seed=seed)
    skewed = is_skewed(contacted) or is_skewed(held_out)
    return Effect(
        contacted=contacted,
        held_out=held_out,
        revenue=by_bootstrap if skewed else by_welch,
        buying=newcombe(contacted.buyers, contacted.people, held_out.buyers, held_out.people),
        method="bootstrap" if skewed else "welch",
        other=by_welch if skewed else by_bootstrap,
    )


def is_skewed(group: Spending) -> bool:
    """Whether the group is too small for its skewness to trust a normal mean (Cochran 1953)."""
    return group.people <= COCHRAN * group.skewness**2


def bootstrap(a: Spending, b: Spending, *, seed: int) -> Interval:
    """The percentile interval of the difference of means (Efron 1979)."""
    chance = np.random.default_rng(seed)
    differences = _resampled_means(a, chance) - _resampled_means(b, chance)
    low, high = np.quantile(differences, [0.025, 0.975])
    return Interval(float(low), a.mean - b.mean, float(high))


def _resampled_means(group: Spending, chance: np.random.Generator) -> Numbers:
    """The means of RESAMPLES groups, each of `people` drawn with replacement.

    A resample of n people holds a binomial number of buyers and an amount drawn with
    replacement for each of them: the same law as drawing people, without the zeros.
    Many buyers are first put into BLOCKS sums, and the blocks are drawn: nearly the same
    law, at a cost that no longer grows with the group.
    """
    amounts = np.asarray(group.amounts, dtype=np.float64)
    if amounts.size > 4 * BLOCKS:
        seats = chance.choice(group.people, amounts.size, replace=False) % BLOCKS
        sums = np.bincount(seats, weights=amounts, minlength=BLOCKS)
        often = chance.multinomial(BLOCKS, np.full(BLOCKS, 1 / BLOCKS), size=RESAMPLES)
        return np.asarray(often @ sums / group.people, dtype=np.float64)
    if not amounts.size:
        return np.zeros(RESAMPLES)
    counts = chance.binomial(group.people, amounts.size / group.people, size=RESAMPLES)
    drawn = amounts[chance.integers(0, amounts.size, size=int(counts.sum()))]
    resample = np.repeat(np.arange(RESAMPLES), counts)
    return np.bincount(resample, weights=drawn, minlength=RESAMPLES) / group.people
