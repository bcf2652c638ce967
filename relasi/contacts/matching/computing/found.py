"""From staged people to scored pairs, for everybody or for newcomers among those they may be."""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from relasi.contacts.matching.rules.blocking import LARGEST
from relasi.contacts.matching.rules.model import Model

from .scoring import keys, pairs, scores, terms

Step = Callable[[str], None]
STAGED, KEYED, PAIRS, TERMS = "match_people", "match_keys", "match_pairs", "match_terms"


@dataclass(frozen=True, slots=True)
class Found:
    """`proposals` are (a, b, a_print, b_print, weight, parts); `entries` are (id, version, print,
    keys) as PostgreSQL reads an array.
    """

    compared: int
    proposals: pa.Table
    entries: pa.Table


def find_keys(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {KEYED} AS {keys(STAGED)}")


def count_terms(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """How many share each name and city, kept for newcomers too."""
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {TERMS} AS {terms(STAGED)}")
    return cursor.execute(f"FROM {TERMS}").to_arrow_table()


def hold_terms(cursor: duckdb.DuckDBPyConnection, held: pa.Table) -> None:
    """The frequencies of the day the model was trained."""
    cursor.register("held_terms", held)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {TERMS} AS FROM held_terms")
    cursor.unregister("held_terms")


def find_pairs(cursor: duckdb.DuckDBPyConnection, *, touching: str = "") -> int:
    """The pairs to look at, with `touching` (a table of ids) only those of these people."""
    among = ""
    if touching:
        ids = f"(SELECT id FROM {touching})"  # noqa: S608
        among = f" WHERE a IN {ids} OR b IN {ids}"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {PAIRS} AS FROM ({pairs(KEYED)}){among}")
    row = cursor.execute(f"SELECT count(*) FROM {PAIRS}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def score(cursor: duckdb.DuckDBPyConnection, model: Model, least: float) -> pa.Table:
    text = scores(model, pairs=PAIRS, staged=STAGED, terms=TERMS, least=least)
    return cursor.execute(text).to_arrow_table()


def entries(cursor: duckdb.DuckDBPyConnection, *, of: str = STAGED) -> pa.Table:
    """What to find these people by the next time; a key too many share finds nobody."""
    return cursor.execute(
        f"""
        WITH wide AS (SELECT key FROM {KEYED} GROUP BY key HAVING count(*) > {LARGEST}),
        own AS (
            SELECT id, '{{' || string_agg(key, ',') || '}}' AS keys
            FROM {KEYED} k ANTI JOIN wide w ON w.key = k.key GROUP BY id)
        SELECT p.id, p.version, p.print, coalesce(own.keys, '{{}}') AS keys
        FROM {of} p LEFT JOIN own ON own.id = p.id
        """  # noqa: S608
    ).to_arrow_table()


def drop(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give back the memory of a run."""
    for table in (STAGED, KEYED, PAIRS, TERMS, "match_new"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
