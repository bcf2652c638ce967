"""Functions that both engines know under one name.

PostgreSQL's names are used; DuckDB learns them as macros (`MACROS`), so that one
expression compiles to one text.
"""

from typing import Any

import ibis
import ibis.expr.datatypes as dt

MACROS = (
    "CREATE OR REPLACE MACRO relasi_now() AS getvariable('as_of')::TIMESTAMPTZ",
    """CREATE OR REPLACE MACRO jsonb_extract_path_text(document, key) AS
       json_extract_string(document::JSON, '$."' || key || '"')""",
)


_relasi_now = ibis.udf.scalar.builtin(
    lambda: None, name="relasi_now", signature=((), dt.Timestamp("UTC"))
)
_json_text = ibis.udf.scalar.builtin(
    lambda document, key: None,  # noqa: ARG005  # the body is the engine's
    name="jsonb_extract_path_text",
    signature=((dt.JSON(binary=True), dt.String()), dt.String()),
)


def now() -> Any:
    """The moment of the run: every condition of one run sees the same one."""
    return _relasi_now()


def json_text(document: Any, key: str) -> Any:
    """The text of one key of a JSON column; null where the key is missing or null.

    `key` holds letters, digits, `_` and `-` only (custom field keys are slugs).
    """
    return _json_text(document, key)
