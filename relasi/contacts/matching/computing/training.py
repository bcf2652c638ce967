"""The model is learnt from the people themselves, without anybody saying who is one person.

Splink (MIT) estimates u from pairs drawn at random and m by expectation maximisation on pairs
that agree on a key (Fellegi and Sunter 1969; Winkler 1988).
"""

import logging
from collections.abc import Callable
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import SplinkException

from relasi.contacts.matching.rules.blocking import CERTAIN, CERTAIN_SHARE, TRAINING
from relasi.contacts.matching.rules.comparisons import COMPARISONS, Comparison
from relasi.contacts.matching.rules.model import (
    FEWEST_PEOPLE,
    Model,
    starting_model,
    trained_model,
)

SEED = 20_26
# Fewer pairs on a key teach nothing that would hold.
FEWEST_PAIRS = 100
MOST_DRAWN = 1e6
MOST_PAIRS = 2e5
Figures = list[tuple[float | None, float | None]]

_PAIRS = """
SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM (
    SELECT count(*) AS n FROM {table} WHERE {known} GROUP BY {columns})
"""


def train(cursor: duckdb.DuckDBPyConnection, table: str, step: Callable[[], None]) -> Model:
    """Learn from the staged people in `table`. The same people give the same model."""
    people = int(_one(cursor, f"SELECT count(*) FROM {table}"))  # noqa: S608
    if people < FEWEST_PEOPLE:
        return starting_model(people)
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    database = DuckDBAPI(cursor)
    try:
        drawn = Linker(database.register(table), _settings(), log_level=None)
        drawn.training.estimate_u_using_random_sampling(
            max_pairs=MOST_DRAWN, seed=SEED, min_count_per_level=None, num_chunks=1
        )
        known = drawn.misc.save_model_to_json()
        step()
        passes = []
        for columns in TRAINING:
            if _pairs(cursor, table, columns) >= FEWEST_PAIRS:
                passes.append(_learnt(database, table, known, columns))
                step()
    finally:
        database.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return trained_model(
        prior=_prior(cursor, table, people),
        people=people,
        us={key: [u for _m, u in rows] for key, rows in _figures(known).items()},
        passes=[{key: [m for m, _u in rows] for key, rows in one.items()} for one in passes],
    )


def _learnt(
    database: DuckDBAPI, table: str, known: dict[str, Any], columns: tuple[str, ...]
) -> dict[str, Figures]:
    """The figures of the comparisons that the key says nothing about.

    Where all of its pairs are one person, or none, the figures run away and Splink gives up:
    that key teaches nothing. A linker that gave up is of no further use, so each has its own.
    """
    linker = Linker(database.register(table), known, log_level=None)
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True, max_pairs=MOST_PAIRS
        )
    except (ValueError, SplinkException):
        return {}
    return _figures(linker.misc.save_model_to_json())


def _figures(model: dict[str, Any]) -> dict[str, Figures]:
    """(m, u) of every outcome, by comparison."""
    return {
        one["output_column_name"]: [
            (_number(level.get("m_probability")), _number(level.get("u_probability")))
            for level in one["comparison_levels"]
            if not level.get("is_null_level")
        ]
        for one in model["comparisons"]
    }


def _number(value: object) -> float | None:
    """Splink writes a sentence where an outcome was not seen."""
    return float(value) if isinstance(value, (int, float)) else None


def _prior(cursor: duckdb.DuckDBPyConnection, table: str, people: int) -> float:
    """How likely two people drawn at random are one."""
    halves = " UNION ".join(
        f"SELECT l.id, r.id FROM {table} l JOIN {table} r ON l.id < r.id AND "  # noqa: S608
        + " AND ".join(f"l.{column} = r.{column}" for column in columns)
        for columns in CERTAIN
    )
    certain = _one(cursor, f"SELECT count(*) FROM ({halves})")  # noqa: S608
    return min(0.5, certain / CERTAIN_SHARE / (people * (people - 1) / 2))


def _pairs(cursor: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...]) -> float:
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    return _one(cursor, _PAIRS.format(table=table, known=known, columns=", ".join(columns)))


def _one(cursor: duckdb.DuckDBPyConnection, text: str) -> float:
    row = cursor.execute(text).fetchone()
    return float(row[0]) if row else 0.0


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[_in_their_words(one) for one in COMPARISONS],
        em_convergence=0.002,
        max_iterations=15,
    )


def _in_their_words(comparison: Comparison) -> dict[str, Any]:
    unknown = {
        "sql_condition": comparison.unknown,
        "label_for_charts": "unknown",
        "is_null_level": True,
    }
    levels = [
        {"sql_condition": level.condition or "ELSE", "label_for_charts": level.key}
        for level in comparison.levels
    ]
    return {"output_column_name": comparison.key, "comparison_levels": [unknown, *levels]}
