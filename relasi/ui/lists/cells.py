"""Rows and their cells, printed by the kind of their column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from relasi.kernel.clock import now
from relasi.kernel.money import Money
from relasi.ui import components, formats

from .spec import Column

Value = str | int | float | Decimal | date | datetime | Money | SafeString | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and how it is shown.

    `note` stands beside in the third voice; `url` opens the rows behind (dotted); `tag` colours
    the value as a state; `who` puts a round or square mark before it.
    """

    value: Value
    note: str = ""
    url: str = ""
    tag: str = ""
    currency: str = ""
    who: Literal["", "person", "org"] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`url` opens the row; `aside_url` serves the panel shown beside the list.

    `beneath` begins the line under the name on a phone; where nothing is said it is the
    name's note.
    """

    id: int | str
    url: str
    cells: Mapping[str, Cell | Value]
    aside_url: str = ""
    beneath: str = ""
    selectable: bool = True
    muted: bool = False


@dataclass(frozen=True, slots=True)
class DrawnCell:
    css: str
    html: SafeString | str


@dataclass(frozen=True, slots=True)
class DrawnRow:
    id: str
    url: str
    label: str
    aside_url: str
    selectable: bool
    css: str
    name: DrawnCell
    beneath: str
    cells: tuple[DrawnCell, ...] = field(default=())


def _text(cell: Cell, _language: str) -> str:
    return "" if cell.value is None else str(cell.value)


def _number(cell: Cell, language: str) -> str:
    if not isinstance(cell.value, int | float | Decimal):
        return _text(cell, language)
    whole = cell.value == int(cell.value)
    return formats.number(cell.value, language, digits=0 if whole else 2)


def _money(cell: Cell, language: str) -> str:
    if isinstance(cell.value, Money):
        return formats.money(cell.value.amount, cell.value.currency, language)
    if isinstance(cell.value, int | float | Decimal):
        return formats.money(cell.value, cell.currency, language)
    return _text(cell, language)


def _percent(cell: Cell, language: str) -> str:
    if isinstance(cell.value, int | float | Decimal):
        return formats.percent(cell.value, language)
    return _text(cell, language)


def _date(cell: Cell, language: str) -> str:
    if isinstance(cell.value, datetime):
        here = timezone.localtime(cell.value)
        return formats.when(here, timezone.localtime(now()), language)
    if isinstance(cell.value, date):
        return formats.day(cell.value, language, this_year=timezone.localdate(now()).year)
    return _text(cell, language)


PRINTERS: dict[str, Callable[[Cell, str], str]] = {
    "text": _text,
    "html": _text,
    "number": _number,
    "money": _money,
    "percent": _percent,
    "date": _date,
}


def as_cell(value: Cell | Value) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def printed(cell: Cell, column: Column) -> SafeString | str:
    """The inside of a table cell; nothing known is printed as a short dash."""
    if isinstance(cell.value, SafeString):
        return cell.value
    text = PRINTERS[column.kind](cell, get_language() or "en")
    if not text:
        return format_html('<span class="text-faint">{}</span>', formats.NOTHING)
    body: SafeString | str = text
    if cell.tag:
        body = components.tag(text, cell.tag)
    if cell.url:
        body = format_html('<a class="proof" href="{}">{}</a>', cell.url, body)
    if cell.note:
        body = format_html('{} <span class="cell-note">{}</span>', body, cell.note)
    return body


def place(column: Column, figure: str) -> str:
    """Where a column stands: figures to the right, on a phone nothing but the one figure."""
    parts = (
        "r" if column.to_right else "",
        "says" if column.kind == "text" else "",
        "grid-figure" if column.key == figure else "wide-only",
    )
    return " ".join(part for part in parts if part)


def _beneath(row: Row, columns: tuple[Column, ...], figure: str) -> SafeString:
    """What a phone says under the name: the row's own words, then what has no column there."""
    own = row.beneath or as_cell(row.cells.get(columns[0].key)).note
    said = [
        _in_words(as_cell(row.cells.get(column.key)), column)
        for column in columns[1:]
        if not column.wide_only and column.key != figure and column.kind != "html"
    ]
    return format_html_join(" · ", "{}", ((part,) for part in (own, *said) if part))


def _in_words(cell: Cell, column: Column) -> str:
    """A cell among words: without link and colour; a bare number says what it counts."""
    if isinstance(cell.value, SafeString):
        return cell.value
    text = PRINTERS[column.kind](cell, get_language() or "en")
    if text and column.kind in {"number", "percent"}:
        return f"{column.label} {text}"
    return text


def _name(cell: Cell) -> DrawnCell:
    """The first column: the mark, the name (the template links it), the note."""
    mark = components.who(str(cell.value or ""), kind=cell.who) if cell.who else ""
    return DrawnCell(mark, cell.note)


def drawn(row: Row, columns: tuple[Column, ...], figure: str) -> DrawnRow:
    first, *rest = columns
    name = as_cell(row.cells.get(first.key))
    return DrawnRow(
        id=str(row.id),
        url=row.url,
        label=str(PRINTERS[first.kind](name, get_language() or "en")) or formats.NOTHING,
        aside_url=row.aside_url,
        selectable=row.selectable,
        css="row-muted" if row.muted else "",
        name=_name(name),
        beneath=_beneath(row, columns, figure),
        cells=tuple(
            DrawnCell(place(column, figure), printed(as_cell(row.cells.get(column.key)), column))
            for column in rest
        ),
    )
