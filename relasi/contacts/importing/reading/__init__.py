"""Files of strangers, read row by row with a cap on everything: CSV, TSV, XLSX."""

from .shape import WIDEST, Shape, shape_of
from .tables import Row, rows
from .workbook import HEAD, unpack

__all__ = ["HEAD", "WIDEST", "Row", "Shape", "rows", "shape_of", "unpack"]
