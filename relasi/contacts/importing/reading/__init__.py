"""Files of strangers, read row by row with a cap on everything: CSV, TSV, XLSX, Parquet."""

from .parquet import row_count
from .shape import WIDEST, Shape, shape_of
from .tables import EMPTY, Row, rows, rows_and_gaps
from .unpacking import UNPACKED, unpacked
from .workbook import HEAD

__all__ = [
    "EMPTY",
    "HEAD",
    "UNPACKED",
    "WIDEST",
    "Row",
    "Shape",
    "row_count",
    "rows",
    "rows_and_gaps",
    "shape_of",
    "unpacked",
]
