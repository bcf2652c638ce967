"""Charts as data: an ECharts option whose colours and formats are words, and its table.

A colour is written "c1"…"c6", "rest", "muted", "bad", "good" or "heat0"…"heat4" with an @ in
front ("@c1"); a formatter "@number", "@percent", "@money:IDR". frontend/ts/charts.ts puts the
theme's colours and the language's formats in their place.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import formats

Number = int | float | Decimal
_ids = count(1)


@dataclass(frozen=True, slots=True)
class Series:
    """One course or row of bars; `values` may hold None for a gap.

    `dashed` is for hold-out and plan; `band` is (low, high) around each value; `label` is
    written at the line's end instead of a legend.
    """

    name: str
    values: Sequence[Number | None]
    colour: str = "c1"
    dashed: bool = False
    label: str = ""
    band: Sequence[tuple[Number, Number]] = ()


@dataclass(frozen=True, slots=True)
class Table:
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Chart:
    option: dict[str, Any]
    table: Table
    name: str = field(default="chart")


def _plain(value: Number | None) -> float | int | None:
    return float(value) if isinstance(value, Decimal) else value


def _plain_all(values: Iterable[Number | None]) -> list[float | int | None]:
    return [_plain(value) for value in values]


def _category(labels: Sequence[str], *, gap: bool) -> dict[str, Any]:
    return {"type": "category", "data": list(labels), "boundaryGap": gap}


def _band(series: Series) -> list[dict[str, Any]]:
    """The interval as two stacked lines: an unseen floor and a 16 % fill of its height."""
    if not series.band:
        return []
    low = [_plain(lo) for lo, _hi in series.band]
    height = [float(hi) - float(lo) for lo, hi in series.band]
    unseen = {"type": "line", "symbol": "none", "silent": True, "lineStyle": {"opacity": 0}}
    stack = {"stack": f"band {series.name}", "tooltip": {"show": False}}
    return [
        {**unseen, **stack, "data": low},
        {
            **unseen,
            **stack,
            "data": height,
            "areaStyle": {"color": f"@{series.colour}", "opacity": 0.16},
        },
    ]


def _line(series: Series) -> list[dict[str, Any]]:
    drawn: dict[str, Any] = {
        "type": "line",
        "name": series.name,
        "data": _plain_all(series.values),
        "symbol": "none",
        "itemStyle": {"color": f"@{series.colour}"},
        "lineStyle": {
            "width": 2,
            "color": f"@{series.colour}",
            "type": [4, 3] if series.dashed else "solid",
        },
        "endLabel": {
            "show": True,
            "formatter": series.label or series.name,
            "color": "@muted" if series.colour == "rest" else f"@{series.colour}",
            "fontWeight": 600,
            "distance": 6,
        },
    }
    return [*_band(series), drawn]


def lines(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    form: str = "number",
    from_zero: bool = False,
    first_column: str = "",
) -> Chart:
    """Courses over `labels`; `form` is number, percent or money:IDR."""
    longest = max((len(each.label or each.name) for each in series), default=0)
    option = {
        "grid": {"right": 16 + 7 * longest},
        "xAxis": _category(labels, gap=False),
        "yAxis": {"type": "value", "scale": not from_zero, "axisLabel": {"formatter": f"@{form}"}},
        "tooltip": {"trigger": "axis", "valueFormatter": f"@{form}"},
        "series": [drawn for each in series for drawn in _line(each)],
    }
    return Chart(option, _table(labels, series, first_column, form))


def bars(  # noqa: PLR0913  # each but the first two has a usual value
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    form: str = "number",
    lying: bool = False,
    stacked: bool = False,
    first_column: str = "",
) -> Chart:
    """Amounts side by side, always from zero; `lying` puts the names at the left."""
    names = _category(list(reversed(labels)) if lying else labels, gap=True)
    amounts = {"type": "value", "axisLabel": {"formatter": f"@{form}"}}
    option = {
        "xAxis": amounts if lying else names,
        "yAxis": names if lying else amounts,
        "tooltip": {"trigger": "axis", "valueFormatter": f"@{form}"},
        "legend": {"show": len(series) > 1, "type": "scroll"},
        "series": [
            {
                "type": "bar",
                "name": each.name,
                "data": list(reversed(_plain_all(each.values)))
                if lying
                else _plain_all(each.values),
                "barMaxWidth": 12 if lying else 28,
                "barGap": "15%",
                "itemStyle": {"color": f"@{each.colour}", "borderRadius": 2},
                **({"stack": "all"} if stacked else {}),
            }
            for each in series
        ],
    }
    return Chart(option, _table(labels, series, first_column, form))


def printed(value: Any, form: str) -> Any:
    """A table's cell in the form of its chart."""
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        return "" if value is None else value
    language = get_language() or "en"
    if form == "percent":
        return formats.percent(value, language)
    if form.startswith("money:"):
        return formats.money(value, form.removeprefix("money:"), language)
    whole = value == int(value)
    return formats.number(value, language, digits=0 if whole else 2)


def _table(labels: Sequence[str], series: Sequence[Series], first: str, form: str) -> Table:
    header = [first or "", *(each.name for each in series)]
    rows = [
        [label, *(printed(each.values[index], form) for each in series)]
        for index, label in enumerate(labels)
    ]
    return Table(header, rows)


def drawn(content: Chart | dict[str, Any], *, height: int = 240, label: str = "") -> SafeString:
    """The chart's element, its data for TypeScript and the same figures as a table."""
    chart = content if isinstance(content, Chart) else _from_dict(content)
    return render_to_string(
        "ui/parts/chart.html",
        {
            "id": f"chart-{next(_ids)}",
            "option": chart.option,
            "table": chart.table,
            "height": height,
            "label": label or _("Chart"),
        },
    )


def _from_dict(content: dict[str, Any]) -> Chart:
    table = content["table"]
    option = (
        json.loads(content["option"]) if isinstance(content["option"], str) else content["option"]
    )
    return Chart(option, Table(table["header"], table["rows"]))
