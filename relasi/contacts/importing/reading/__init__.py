"""Files of strangers, read row by row with a cap on everything: CSV, TSV, XLSX."""

from .shape import Shape, shape_of
from .tables import Row, rows
from .workbook import unpack

__all__ = ["Row", "Shape", "rows", "shape_of", "unpack"]
