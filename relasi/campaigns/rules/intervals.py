"""Intervals for a difference of two means and of two shares.

Welch, B. L. (1947), "The generalization of 'Student's' problem when several different
population variances are involved", Biometrika 34: 28-35.
Wilson, E. B. (1927), JASA 22: 209-212. Newcombe, R. G. (1998), "Interval estimation for
the difference between independent proportions", Statistics in Medicine 17: 873-890, method 10.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

CONFIDENCE = 0.95
_Z = 1.959963984540054  # the 0.975 quantile of the normal distribution


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the two ends of its 95 % interval."""

    low: float
    middle: float
    high: float

    @property
    def tells_apart(self) -> bool:
        """Whether nothing at all (zero) lies outside the interval."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A mean of `n` values; `variance` is the sample's (n - 1 below)."""

    mean: float
    variance: float
    n: int


def welch(a: Sample, b: Sample) -> Interval:
    """The interval of `a.mean - b.mean`. Needs two values on each side.

    Degrees of freedom after Welch and Satterthwaite.
    """
    share_a, share_b = a.variance / a.n, b.variance / b.n
    difference, error = a.mean - b.mean, math.sqrt(share_a + share_b)
    if error == 0:
        return Interval(difference, difference, difference)
    freedom = (share_a + share_b) ** 2 / (share_a**2 / (a.n - 1) + share_b**2 / (b.n - 1))
    half = t_quantile(freedom) * error
    return Interval(difference - half, difference, difference + half)


def mean_interval(sample: Sample) -> Interval:
    """The interval of one mean (Student 1908); of one value it is the value itself."""
    n = sample.n
    half = t_quantile(n - 1) * math.sqrt(sample.variance / n) if n > 1 else 0.0
    return Interval(sample.mean - half, sample.mean, sample.mean + half)


def wilson(hits: int, n: int) -> Interval:
    """The score interval of a share; it never leaves 0 to 1, even with no hit at all."""
    share = hits / n
    scale = 1 + _Z**2 / n
    centre = (share + _Z**2 / (2 * n)) / scale
    half = _Z / scale * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return Interval(max(0.0, centre - half), share, min(1.0, centre + half))


def newcombe(hits_a: int, n_a: int, hits_b: int, n_b: int) -> Interval:
    """The interval of `hits_a/n_a - hits_b/n_b`, from the two Wilson intervals."""
    a, b = wilson(hits_a, n_a), wilson(hits_b, n_b)
    difference = a.middle - b.middle
    below = math.hypot(a.middle - a.low, b.high - b.middle)
    above = math.hypot(a.high - a.middle, b.middle - b.low)
    return Interval(max(-1.0, difference - below), difference, min(1.0, difference + above))


@lru_cache(maxsize=4096)
def t_quantile(freedom: float) -> float:
    """The 0.975 quantile of Student's distribution, to 1e-10, by halving."""
    if freedom > 1e7:  # noqa: PLR2004 - the normal distribution to ten places
        return _Z
    low, high = 0.0, 1e6
    while high - low > 1e-11 * max(1.0, high):
        middle = (low + high) / 2
        tail = _beta_share(freedom / 2, 0.5, freedom / (freedom + middle * middle))
        low, high = (middle, high) if tail > 1 - CONFIDENCE else (low, middle)
    return (low + high) / 2


def _beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Its continued fraction, by Lentz's method (Press et al., Numerical Recipes, 6.4)."""
    tiny = 1e-300
    c, d = 1.0, 1 / (_nonzero(1 - (a + b) * x / (a + 1), tiny))
    total = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _nonzero(1 + term * d, tiny)
            c = _nonzero(1 + term / c, tiny)
            total *= c * d
        if abs(c * d - 1) < 1e-15:  # noqa: PLR2004 - a double knows no more
            break
    return total


def _nonzero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
