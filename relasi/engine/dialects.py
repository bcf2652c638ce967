"""Expressions as text for PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

import ibis
import sqlglot as sg
from sqlglot import exp

# The name under which DuckDB attaches PostgreSQL.
CATALOG = "pg"


def postgres_text(expression: Any, as_of: datetime) -> str:
    """One statement for PostgreSQL; `relasi_now()` becomes the literal moment."""
    tree = sg.parse_one(str(ibis.to_sql(expression, dialect="postgres")), read="postgres")
    moment = sg.parse_one(_literal(as_of), read="postgres")

    def adapt(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and node.catalog == CATALOG:
            node.set("catalog", None)
        if isinstance(node, exp.Anonymous) and node.name.lower() == "relasi_now":
            return moment.copy()
        return node

    return tree.transform(adapt).sql(dialect="postgres")


def _literal(as_of: datetime) -> str:
    return f"CAST('{as_of.astimezone(UTC).isoformat()}' AS TIMESTAMPTZ)"
