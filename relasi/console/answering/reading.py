"""What a question is, before it is asked: one SELECT of known tables, and which columns it names.

DuckDB's own parser says so (json_serialize_sql), so what is judged here is what is run there.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

# Rows made of nothing, or of a value at hand; every other one reads files or tells of the engine.
TABLE_FUNCTIONS = frozenset(
    {"range", "generate_series", "unnest", "repeat", "json_each", "json_tree"}
)
# They tell of the engine, where it keeps its files, or write to its log.
REFUSED_FUNCTIONS = frozenset(
    {"current_setting", "getvariable", "pg_get_viewdef", "write_log", "currval", "nextval"}
)
# Everything a SELECT may stand on. SHOW_REF is DESCRIBE and SUMMARIZE.
SOURCES = frozenset({
    "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT",
    "SHOW_REF", "COLUMN_DATA", "CTE",
})  # fmt: skip
NOWHERE = 2**64 - 1
# A name for a WITH: no path, and none that the house or the engine has for a table of its own.
PLAIN = re.compile(r"(?!relasi_|duckdb_|pragma_|sqlite_|pg_|information_schema)\w+", re.IGNORECASE)
Names = frozenset[str]


class Odd(Exception):
    """Why it is not asked: a word that the pages have a sentence for, and what it is about."""

    def __init__(self, word: str, about: str = "", place: int | None = None) -> None:
        super().__init__(word)
        self.word, self.about, self.place = word, about, place


@dataclass(frozen=True, slots=True)
class Needs:
    """The tables a question reads, each with the columns it can be naming."""

    columns: dict[str, list[str]]


def needs(statement: str, tables: Mapping[str, Sequence[str]]) -> Needs:
    """Raises Odd."""
    nodes = list(_walk(_parsed(statement)))
    called = {_folded(table): table for table in tables}
    read: list[str] = []
    for node, made in nodes:
        _refuse_function(node)
        if _is_base(node):
            read += _table(node, called, made)
    every, named = _named([node for node, _made in nodes])
    return Needs({
        table: [c for c in tables[table] if every or c in named] or list(tables[table])[:1]
        for table in dict.fromkeys(read)
    })  # fmt: skip


def _parsed(statement: str) -> Any:
    with duckdb.connect(config={"autoload_known_extensions": "false"}) as parser:
        row = parser.execute("SELECT json_serialize_sql(?)", [statement]).fetchone()
    said = json.loads(row[0]) if row else {}
    if said.get("error"):
        if said.get("error_type") == "parser":
            place = said.get("position")
            raise Odd("syntax", said.get("error_message", ""), int(place) if place else None)
        raise Odd("not_a_select")
    if len(said["statements"]) != 1:
        raise Odd("several" if said["statements"] else "nothing")
    return said["statements"][0]


def _kind(node: dict[str, Any]) -> str:
    """What a node is; a cast keeps its type's description under the same name."""
    kind = node.get("type")
    return kind if isinstance(kind, str) else ""


def _walk(node: Any) -> Iterator[tuple[dict[str, Any], Names]]:
    """Every object of the tree with the names that a WITH gives there, without recursion: a
    question may be deep.
    """
    waiting: list[tuple[Any, Names]] = [(node, frozenset())]
    while waiting:
        here, made = waiting.pop()
        if isinstance(here, dict):
            yield here, made
            waiting += _beneath(here, made)
        elif isinstance(here, list):
            waiting += [(each, made) for each in here]


def _beneath(node: dict[str, Any], made: Names) -> Iterator[tuple[Any, Names]]:
    """A name counts in its own query and in those that WITH makes after it; in itself only where
    it is repeated. Anywhere else DuckDB would look for a table or a file of that name.
    """
    for each in node.get("cte_map", {}).get("map", ()):
        yield each["value"], made
        made |= {_given(str(each["key"]))}
    for key, value in node.items():
        if key == "right" and _kind(node) == "RECURSIVE_CTE_NODE":
            yield value, made | {_given(str(node["cte_name"]))}
        elif key != "cte_map":
            yield value, made


def _given(name: str) -> str:
    if not PLAIN.fullmatch(name):
        raise Odd("with_name", name)
    return _folded(name)


def _is_base(node: dict[str, Any]) -> bool:
    """Also what DESCRIBE and SUMMARIZE are about, and what is shown by SHOW."""
    if "query_location" in node and "sample" in node and _kind(node) not in SOURCES:
        raise Odd("source", _kind(node), _place(node))
    return "table_name" in node and _kind(node) in {"BASE_TABLE", "SHOW_REF"}


def _table(node: dict[str, Any], called: Mapping[str, str], made: Names) -> list[str]:
    name = str(node["table_name"])
    if _kind(node) == "SHOW_REF" and not name and node.get("query"):
        return []  # of a query of its own, whose tables stand beneath
    elsewhere = node.get("catalog_name") or node.get("schema_name") not in {"", "main", None}
    if not elsewhere and _folded(name).strip('"') in called:
        return [called[_folded(name).strip('"')]]
    if not elsewhere and not node.get("schema_name") and _folded(name) in made:
        return []
    parts = (node.get("catalog_name"), node.get("schema_name"), name)
    raise Odd("no_table", ".".join(part for part in parts if part), _place(node))


def _refuse_function(node: dict[str, Any]) -> None:
    if _kind(node) == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS:
            raise Odd("function", name, _place(node))
    if node.get("class") == "FUNCTION" and str(node["function_name"]).lower() in REFUSED_FUNCTIONS:
        raise Odd("function", str(node["function_name"]), _place(node))


def _named(nodes: Sequence[dict[str, Any]]) -> tuple[bool, frozenset[str]]:
    """Whether every column may be meant, and else every word that could be one of a column."""
    words: set[str] = set()
    for node in nodes:
        kind = _kind(node)
        if kind in {"STAR", "SHOW_REF", "PIVOT", "POSITIONAL_REFERENCE"}:
            return True, frozenset()
        if node.get("ref_type") == "NATURAL":
            return True, frozenset()
        words |= {_folded(str(word)) for word in node.get("column_names") or ()}
        words |= {_folded(str(word)) for word in node.get("using_columns") or ()}
    tables = {_folded(str(n[k])) for n in nodes for k in ("table_name", "alias") if n.get(k)}
    whole_rows = {
        _folded(str(node["column_names"][-1]))
        for node in nodes
        if len(node.get("column_names") or ()) == 1
    }
    return bool(whole_rows & tables), frozenset(words)


def _place(node: dict[str, Any]) -> int | None:
    place = node.get("query_location", NOWHERE)
    return None if place == NOWHERE else int(place)


def _folded(name: str) -> str:
    return name.lower()
