"""Files that are no text, as the text that is read instead of them."""

from pathlib import Path

from .parquet import unpack_parquet
from .workbook import unpack

# Kinds of files of which a CSV beside the upload is read.
UNPACKED = {"workbook": unpack, "parquet": unpack_parquet}


def unpacked(path: Path, kind: str, *, whole: bool = True) -> Path:
    """The file itself where it is text; else its rows, or the first of them."""
    unpack_it = UNPACKED.get(kind)
    return unpack_it(path, whole=whole) if unpack_it else path
