"""Text files as rows: bounded lines, bounded cells, and a broken row never eats the next."""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .shape import Shape

LONGEST_LINE = 1_000_000
EMPTY = "empty"
# Of more empty rows in a stretch than this, the others are passed over in silence.
MOST_EMPTY = 1_000


class Row(NamedTuple):
    """`number` counts as a spreadsheet does, the header being row 1. A row that could not be
    read has a `fault` (long, quote, width, empty) and the column it lies in.
    """

    number: int
    cells: list[str]
    fault: str = ""
    column: int = 0


def rows(path: Path, shape: Shape) -> Iterator[Row]:
    """Every row but the header and empty ones. The first row decides how wide they are."""
    found = (row for row in _all_rows(path, shape) if row.fault != EMPTY)
    return map(partial(_with_more, shape.more), found) if shape.more else found


def rows_and_gaps(path: Path, shape: Shape) -> Iterator[Row]:
    """The same with the empty rows between others; those at the end of a file are none."""
    waiting: list[Row] = []
    for row in _all_rows(path, shape):
        if row.fault != EMPTY:
            yield from waiting
            waiting.clear()
            yield _with_more(shape.more, row) if shape.more else row
        elif len(waiting) < MOST_EMPTY:
            waiting.append(row)


def _with_more(more: Callable[[list[str]], list[str]], row: Row) -> Row:
    """A row that could not be read means nothing more."""
    return row if row.fault else Row(row.number, [*row.cells, *more(row.cells)])


def _all_rows(path: Path, shape: Shape) -> Iterator[Row]:
    with path.open("rb") as file:
        # Only codecs that map single bytes, and UTF-8, can carry a stray byte along.
        errors = "replace" if shape.encoding.startswith("utf-16") else "surrogateescape"
        text = io.TextIOWrapper(file, shape.encoding, errors=errors, newline="")
        if shape.delimiter == " ":
            yield from _checked(_spaced(text), shape)
        else:
            yield from _Quoted(text, shape).rows()


def _spaced(text: io.TextIOWrapper) -> Iterator[list[str]]:
    while line := text.readline(LONGEST_LINE):
        yield line.split()


def _checked(records: Iterator[list[str]], shape: Shape) -> Iterator[Row]:
    width = 0
    for number, cells in enumerate(records, start=1):
        if not cells:
            if width:
                yield Row(number, [], EMPTY)
            continue
        if not width:
            width = len(cells)
            if shape.has_header:
                continue
        yield Row(number, cells, "" if len(cells) == width else "width", len(cells))


@dataclass
class _Place:
    """Where the reader stands: rows seen, how wide they are."""

    number: int = 0
    width: int = 0


class _Quoted:
    """Delimited text with quotes. Lines of the row in hand are remembered, so that after a
    quotation mark that is never closed only the line it stands in is lost.
    """

    def __init__(self, text: io.TextIOWrapper, shape: Shape) -> None:
        self._text = text
        self._shape = shape
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._place = _Place()

    def rows(self) -> Iterator[Row]:
        place, taken = self._place, self._taken
        reader = csv.reader(self._lines(), delimiter=self._shape.delimiter, strict=True)
        while True:
            taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                place.number += 1
                yield self._broken()
                reader = csv.reader(self._lines(), delimiter=self._shape.delimiter, strict=True)
                continue
            place.number += 1
            if not cells or not any(cells):
                if place.width:
                    yield Row(place.number, [], EMPTY)
                continue
            if not place.width:
                place.width = len(cells)
                if self._shape.has_header:
                    continue
            if len(cells) == place.width:
                yield Row(place.number, cells)
            elif len(taken) > 1:
                yield self._broken()
            else:
                yield Row(place.number, cells, "width", len(cells))

    def _lines(self) -> Iterator[str]:
        readline, taken, again = self._text.readline, self._taken, self._again
        while True:
            line = again.popleft() if again else readline(LONGEST_LINE)
            if not line:
                return
            if len(line) >= LONGEST_LINE and line[-1] != "\n":
                self._skip_to_line_end()
            taken.append(line)
            yield line

    def _skip_to_line_end(self) -> None:
        while (more := self._text.readline(LONGEST_LINE)) and not more.endswith("\n"):
            pass

    def _broken(self) -> Row:
        """The first line alone is at fault; the others are read again."""
        first, *others = self._taken
        self._again.extendleft(reversed(others))
        column, longest = _longest_cell(first, self._shape.delimiter)
        fault = "long" if longest > csv.field_size_limit() else "quote"
        if fault == "quote":
            column = _open_quote(first, self._shape.delimiter)
        return Row(self._place.number, first[:1000].split(self._shape.delimiter), fault, column)


def _longest_cell(line: str, delimiter: str) -> tuple[int, int]:
    lengths = [len(cell) for cell in line.split(delimiter)]
    longest = max(lengths)
    return lengths.index(longest), longest


def _open_quote(line: str, delimiter: str) -> int:
    """The first cell whose quotation marks do not come in pairs."""
    cells = line.split(delimiter)
    return next((i for i, cell in enumerate(cells) if cell.count('"') % 2), 0)
