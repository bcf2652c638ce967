"""Files of strangers, read row by row with a cap on everything: CSV, TSV, XLSX."""

from .shape import WIDEST, Shape, shape_of
from .tables import EMPTY, Row, rows, rows_and_gaps
from .workbook import HEAD, unpack

__all__ = ["EMPTY", "HEAD", "WIDEST", "Row", "Shape", "rows", "rows_and_gaps", "shape_of", "unpack"]
