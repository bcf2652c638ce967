"""CSV that a spreadsheet opens without executing anything."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.text import get_valid_filename

from relasi.kernel.clock import now

# A cell that starts with one of these is a formula to Excel, LibreOffice or Google Sheets
# (OWASP, CSV Injection). Numbers of our own are written as numbers, so minus is safe there.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
BOM: Final = "\ufeff"  # without it Excel reads UTF-8 as its own code page


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def guarded(value: object) -> str:
    """A cell's text; a leading ' keeps a spreadsheet from computing it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_lines(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + str(writer.writerow([guarded(cell) for cell in header]))
    for row in rows:
        yield str(writer.writerow([guarded(cell) for cell in row]))


def csv_stream(
    name: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A download called `name`-2026-11-22.csv, written as the rows come."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv")
    filename = get_valid_filename(f"{name}-{now().date().isoformat()}.csv")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response


def wants_csv(request: HttpRequest) -> bool:
    """Whether the list's own address was asked for as a file (`?export=csv`)."""
    return request.GET.get("export") == "csv"
