"""What was learnt: how rare pairs of one person are, and m and u of every outcome."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from statistics import fmean
from typing import Any

from .blocking import KEYS
from .comparisons import COMPARISONS, Comparison
from .traits import FIRST, TRAITS

Figures = tuple[tuple[float, float], ...]
# Below these, an outcome that was never seen would weigh without end: anything happens to one
# person in a thousand.
LEAST_M = 1e-3
LEAST_U = 1e-7
# At least one person in a hundred is expected to be there twice, and a few people are taken for
# some of many: that two of three have one name says little.
LEAST_TWICE = 0.01
FEWEST_PEOPLE = 1_000
# What hardly ever changes: of pairs of one person at most this share differs in it.
LASTING = ("given", "family", "born")
MOST_DIFFERING = 0.4


@dataclass(frozen=True, slots=True)
class Model:
    """`figures` are (m, u) by comparison, in the order of its levels. `learnt` names the
    comparisons whose m was trained; the others stand as they started, and in them what many
    share weighs less, but what few share no more. `people` is how many it was trained on: a name
    that is in no list of frequencies was borne by one of them. Of fewer than FEWEST_PEOPLE no
    frequency says anything.
    """

    prior: float
    people: int
    figures: Mapping[str, Figures]
    learnt: tuple[str, ...]
    rules: str

    @property
    def prior_weight(self) -> float:
        return math.log2(self.prior / (1 - self.prior))

    def weight(self, comparison: str, level: int) -> float:
        m, u = self.figures[comparison][level]
        return math.log2(m / u)

    def as_json(self) -> dict[str, Any]:
        return {
            "prior": self.prior,
            "people": self.people,
            "figures": {key: [list(pair) for pair in rows] for key, rows in self.figures.items()},
            "learnt": list(self.learnt),
            "rules": self.rules,
        }


def read_model(written: Mapping[str, Any]) -> Model:
    return Model(
        prior=written["prior"],
        people=written["people"],
        figures={key: tuple((m, u) for m, u in rows) for key, rows in written["figures"].items()},
        learnt=tuple(written["learnt"]),
        rules=written["rules"],
    )


def rules_now() -> str:
    """What the rules are known by: a model of other rules, or of keys that another DuckDB made,
    scores nothing any more.
    """
    said = repr((FIRST, TRAITS, KEYS, COMPARISONS, version("duckdb")))
    return sha256(said.encode()).hexdigest()[:16]


def starting_model(people: int) -> Model:
    figures = {one.key: _started(one) for one in COMPARISONS}
    return Model(least_prior(people), people, figures, (), rules_now())


def trained_model(
    *,
    prior: float,
    people: int,
    us: Mapping[str, Sequence[float | None]],
    passes: Sequence[Mapping[str, Sequence[float | None]]],
) -> Model:
    """What training found: u of every outcome, and m by each key that pairs were taken on.

    An outcome that was not seen weighs as it did. A key whose pairs mostly differ in name or
    birthday taught something else (relatives, people of one name) and does not count, nor does
    an outcome of which to agree would speak against one person; what no key taught keeps the
    figures it started from.
    """
    figures: dict[str, Figures] = {}
    learnt = []
    passes = [one for one in passes if _is_about_one_person(one)]
    for comparison in COMPARISONS:
        u = [
            _seen(found, level.u, LEAST_U)
            for found, level in zip(us[comparison.key], comparison.levels, strict=True)
        ]
        found = [
            [_seen(m, LEAST_M, LEAST_M) for m in one[comparison.key]]
            for one in passes
            if any(one.get(comparison.key, ()))
        ]
        ms = [m for m in found if m[0] > u[0] and m[-1] < u[-1]]
        if ms:
            learnt.append(comparison.key)
        m = [fmean(column) for column in zip(*ms, strict=True)] or [
            level.m for level in comparison.levels
        ]
        figures[comparison.key] = tuple(zip(m, u, strict=True))
    return Model(max(prior, least_prior(people)), people, figures, tuple(learnt), rules_now())


def _is_about_one_person(taught: Mapping[str, Sequence[float | None]]) -> bool:
    others = (taught.get(key) or (None,) for key in LASTING)
    return all((ms[-1] or 0) <= MOST_DIFFERING for ms in others)


def _seen(figure: float | None, otherwise: float, least: float) -> float:
    return max(otherwise if figure is None else figure, least)


def least_prior(people: int) -> float:
    return 2 * LEAST_TWICE / (max(people, FEWEST_PEOPLE) - 1)


def _started(comparison: Comparison) -> Figures:
    return tuple((level.m, level.u) for level in comparison.levels)


def probability(weight: float) -> float:
    """Of the whole weight, the prior's among it."""
    return 1 / (1 + math.pow(2, -max(min(weight, 60.0), -60.0)))
