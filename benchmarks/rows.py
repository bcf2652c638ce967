"""One row of the results: a figure, what stands beside it, and whether it reached its bar."""

from typing import Any

Row = dict[str, Any]


def row(  # noqa: PLR0913  # one for each column of the table
    group: str,
    name: str,
    value: float,
    unit: str = "s",
    *,
    peer: tuple[str, float] | None = None,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Row:
    """`peer` is what stands beside it and its figure; the bar is a most or a least, or none."""
    bar = at_most if at_most is not None else at_least
    holds = None
    if bar is not None:
        holds = value <= bar if at_most is not None else value >= bar
    digits = 3 if unit == "s" else 1
    return {
        "group": group,
        "name": name,
        "value": round(value, digits),
        "unit": unit,
        "peer": peer[0] if peer else None,
        "peer_value": round(peer[1], digits) if peer else None,
        "bar": bar,
        "holds": holds,
    }
