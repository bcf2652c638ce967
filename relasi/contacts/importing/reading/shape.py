"""How a file is laid out: kind, encoding, delimiter, header. Detected, then open to change."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .encodings import SAMPLE, encoding_of

DELIMITERS = (",", ";", "\t", "|", " ")
WIDEST = 500
_JUDGED_LINES = 50
_NOT_TEXT = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!")
_ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind` is "text", "workbook" or "parquet"; a delimiter of one space means any white space.

    `exact` is a file whose values were written by their types: dates as in ISO 8601, numbers with
    a point. `more` are cells that a row is given beside its own: what they mean together.
    """

    kind: str
    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True
    more: Callable[[list[str]], list[str]] | None = None
    exact: bool = False


def shape_of(path: Path) -> Shape:
    """Look at the beginning of a file. Raises Refused for an empty or foreign one."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Refused(_("This file is empty. Choose one with at least one row."), field="file")
    if sample.startswith(_ZIP):
        _refuse_other_archives(path)
        return Shape("workbook")
    if sample.startswith(PARQUET):
        return Shape("parquet", exact=True)
    if sample.startswith(_NOT_TEXT):
        sentence = _("This is not a table. Save it as CSV, XLSX or Parquet, then choose it again.")
        raise Refused(sentence, field="file")
    encoding = encoding_of(sample)
    text = sample.decode(encoding, "replace")
    delimiter = delimiter_of(text)
    return Shape("text", encoding, delimiter, has_header(first_rows(text, delimiter)))


def _refuse_other_archives(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            known = "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        known = False
    if not known:
        sentence = _("This archive is no workbook. Save the table as CSV or XLSX.")
        raise Refused(sentence, field="file")


def delimiter_of(text: str) -> str:
    """The delimiter that gives most rows the same number of cells, two at least."""
    best, found = (0.0, 0), ""
    for delimiter in DELIMITERS:
        widths = [len(row) for row in first_rows(text, delimiter) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        score = (widths.count(usual) / len(widths), usual) if widths and usual > 1 else (0.0, 0)
        # White space divides names too: it must be perfect where another mark is merely good.
        if delimiter == " " and (score[0] < 1 or best[0] > 0.8):  # noqa: PLR2004
            continue
        if score > best:
            best, found = score, delimiter
    return found or ","


def first_rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows, read leniently; a row cut off by the sample's end is left away."""
    lines = text[:200_000].splitlines(keepends=True)[: _JUDGED_LINES + 1]
    if len(lines) > 1 and not text.endswith("\n"):
        lines = lines[:_JUDGED_LINES]
    if delimiter == " ":
        return [line.split() for line in lines]
    try:
        return list(csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.rstrip("\r\n").split(delimiter) for line in lines]


def has_header(rows: list[list[str]]) -> bool:
    """A first row without numbers or addresses, above rows that have some; where no row has
    any, one in which no word comes twice.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return False
    first = [cell.strip() for cell in rows[0]]
    if any(_is_value(cell) for cell in first):
        return False
    if any(_is_value(cell) for row in rows[1:] for cell in row):
        return True
    named = [cell for cell in first if cell]
    return len(set(named)) == len(named) and (len(rows) == 1 or all(first))


def _is_value(cell: str) -> bool:
    digits = sum(letter.isdigit() for letter in cell)
    return "@" in cell or (digits > 0 and digits * 2 >= len(cell.strip()))
