"""One statement finds the pairs, one scores them: the same for everybody and for newcomers.

Splink trained the model; scoring is our own text of the same formula, because a run of a
thousand newcomers must take less than a second, and because each outcome is kept.
"""

import math

from relasi.contacts.matching.rules.blocking import KEYS, LARGEST
from relasi.contacts.matching.rules.comparisons import COMPARISONS, Comparison
from relasi.contacts.matching.rules.model import FEWEST_PEOPLE, Model
from relasi.contacts.matching.rules.traits import TRAITS, number

# The traits whose rarity counts.
RARE = tuple(level.rare for one in COMPARISONS for level in one.levels if level.rare)


def keys(staged: str) -> str:
    """(id, key) for every key of everybody in `staged`. Quick, and DuckDB may hash differently
    with its next version; then the model is another one too, and everybody is searched anew.
    """
    named = {name: f"(hash('{name}|' || ({text})) >> 1)::BIGINT" for name, text in KEYS.items()}
    return " UNION ALL ".join(
        f"SELECT id, {named[name]} AS key FROM {staged} WHERE ({text}) IS NOT NULL"  # noqa: S608
        for name, text in KEYS.items()
    )


def pairs(keyed: str) -> str:
    """(a, b) with a < b, once, of all who share a key that is not everybody's."""
    return f"""
        WITH narrow AS (
            SELECT key FROM {keyed} GROUP BY key HAVING count(*) BETWEEN 2 AND {LARGEST}),
        held AS (SELECT k.id, k.key FROM {keyed} k SEMI JOIN narrow n ON n.key = k.key)
        SELECT DISTINCT l.id AS a, r.id AS b FROM held l JOIN held r ON r.key = l.key
        WHERE l.id < r.id
    """  # noqa: S608


def terms(staged: str) -> str:
    """(trait, term, share) of the values that more than one person has."""
    return " UNION ALL ".join(
        f"SELECT '{trait}' AS trait, {number(trait)} AS term,"  # noqa: S608
        f" count(*) / sum(count(*)) OVER () AS share FROM {staged} WHERE {trait} IS NOT NULL"
        f" GROUP BY {trait} QUALIFY count(*) > 1"
        for trait in RARE
    )


def scores(model: Model, *, pairs: str, staged: str, terms: str, least: float) -> str:
    """(a, b, a_print, b_print, weight, parts) of the pairs that weigh at least `least`.

    `parts` is JSON: by comparison the place of its level (-1: nothing is known) and its weight.
    """
    both = ", ".join(f"l.{trait} AS {trait}_l, r.{trait} AS {trait}_r" for trait in TRAITS)
    levels = ", ".join(f"{_level(one)} AS {one.key}_level" for one in COMPARISONS)
    shares = " ".join(
        f"LEFT JOIN {terms} {trait}_t ON {trait}_t.trait = '{trait}'"
        f" AND {trait}_t.term = {number(f'{trait}_l')}"
        for trait in RARE
    )
    weights = ", ".join(f"{_weight(model, one)} AS {one.key}_weight" for one in COMPARISONS)
    whole = " + ".join(f"{one.key}_weight" for one in COMPARISONS)
    parts = ", ',', ".join(
        f"""'"{one.key}":[', {one.key}_level, ',', round({one.key}_weight, 3), ']'"""
        for one in COMPARISONS
    )
    prior = _real(model.prior_weight)
    return f"""
        WITH both_sides AS (
            SELECT p.a, p.b, l.print AS a_print, r.print AS b_print, {both}
            FROM {pairs} p JOIN {staged} l ON l.id = p.a JOIN {staged} r ON r.id = p.b),
        levelled AS (SELECT *, {levels} FROM both_sides),
        weighed AS (SELECT *, {weights} FROM levelled {shares})
        SELECT a, b, a_print, b_print, {prior} + {whole} AS weight,
            concat('{{', {parts}, '}}') AS parts
        FROM weighed WHERE {prior} + {whole} >= {_real(least)}
    """  # noqa: S608


def _level(comparison: Comparison) -> str:
    known = [level.condition for level in comparison.levels[:-1]]
    cases = " ".join(f"WHEN {condition} THEN {place}" for place, condition in enumerate(known))
    return f"CASE WHEN {comparison.unknown} THEN -1 {cases} ELSE {len(known)} END"


def _weight(model: Model, comparison: Comparison) -> str:
    cases = []
    for place, level in enumerate(comparison.levels):
        text = _real(model.weight(comparison.key, place))
        if level.rare and model.people >= FEWEST_PEOPLE:
            m, _u = model.figures[comparison.key][place]
            alone = 1 / max(model.people, 2)
            share = f"coalesce({level.rare}_t.share, {_real(alone)})"
            by_share = f"{_real(math.log2(m))} - log2({share})"
            is_learnt = comparison.key in model.learnt
            text = by_share if is_learnt else f"least({text}, {by_share})"
        cases.append(f"WHEN {place} THEN {text}")
    return f"CASE {comparison.key}_level {' '.join(cases)} ELSE 0::DOUBLE END"


def _real(figure: float) -> str:
    """DuckDB would read a bare figure as a decimal, which overflows."""
    return f"({figure!r})::DOUBLE"
