"""XLSX as rows of text, streamed.

openpyxl, read-only, rather than python-calamine: calamine is faster but holds the whole sheet
in memory, and a sheet is as large as a stranger made it. The sheet is written out once as CSV
beside the upload, so that a resumed job need not unpack it again.
"""

import csv
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from relasi.kernel.errors import Refused

from .shape import WIDEST

MOST_PARTS = 2_000
LARGEST_PART = 1_500_000_000
LARGEST_STRINGS = 150_000_000
LARGEST_RATIO = 250
SMALL = 20_000_000
MOST_ROWS = 1_048_576  # what a sheet can hold; a row may claim any number
# The first rows, for whoever wants to look at some of them.
HEAD = 1_001
_HEAD = 4096
# What openpyxl and zipfile raise for a file that somebody cut, garbled or locked.
BROKEN = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, EOFError,
    RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def unpack(path: Path, *, whole: bool = True) -> Path:
    """The first sheet as a UTF-8 CSV file beside `path`, or the first HEAD rows of it."""
    target = path.with_suffix(".rows.csv" if whole else ".head.csv")
    if target.exists():
        return target
    # A name of its own: another page may be unpacking the same file.
    half = target.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        _refuse_bombs(path)
        _write(path, half, MOST_ROWS if whole else HEAD)
        half.replace(target)
    except BROKEN as error:
        sentence = _("This workbook cannot be read. Save the table as CSV.")
        raise Refused(sentence, field="file") from error
    finally:
        half.unlink(missing_ok=True)
    return target


def _write(path: Path, half: Path, most: int) -> None:
    with half.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file)
        for cells in islice(_sheet(path), most):
            writer.writerow(cells or [""])


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = max(1, sum(part.compress_size for part in parts))
        strings = max((p.file_size for p in parts if "sharedStrings" in p.filename), default=0)
        if (
            len(parts) > MOST_PARTS
            or unpacked > LARGEST_PART
            or strings > LARGEST_STRINGS
            or (unpacked > SMALL and unpacked > LARGEST_RATIO * packed)
        ):
            raise Refused(
                _("This workbook unpacks to too much. Save the table as CSV."), field="file"
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    _refuse_entities(file.read(_HEAD))


def _refuse_entities(head: bytes) -> None:
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Refused(
            _("This workbook holds what none should. Save the table as CSV."), field="file"
        )


def _sheet(path: Path) -> Iterator[list[str]]:
    """Rows of the first sheet, all as wide as its first row with anything in it."""
    with (
        path.open("rb") as file,
        closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book,
    ):
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        width = 0
        for values in sheet.iter_rows(values_only=True, max_col=WIDEST + 1):
            cells = [_text(value) for value in values]
            if not width and any(cells):
                width = len(_trimmed(cells))
            yield _as_wide_as(cells, width)


def _as_wide_as(cells: list[str], width: int) -> list[str]:
    """A sheet leaves empty cells at the end away; a filled one beyond the header is kept."""
    cells = _trimmed(cells)
    return cells + [""] * (width - len(cells)) if cells else []


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    """A cell as it would be typed: dates in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).replace("\x00", "")
