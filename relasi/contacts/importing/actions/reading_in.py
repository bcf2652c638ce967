"""A file arrives: kept under a name of ours, looked at, its columns guessed."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.importing.layouts import layout_of
from relasi.contacts.importing.reading import (
    WIDEST,
    Shape,
    row_count,
    rows,
    shape_of,
    unpacked,
)
from relasi.contacts.importing.recognising import recognised_by
from relasi.contacts.importing.suggesting import suggestions
from relasi.contacts.importing.targets import get_target
from relasi.contacts.models import ImportRun
from relasi.contacts.rules import shown
from relasi.kernel.errors import Refused

LARGEST = 1_000_000_000
LONGEST_NAME = 200
JUDGED_ROWS = 500


def begin_import(  # noqa: PLR0913 - what is known of a file, each by name
    *,
    name: str,
    chunks: Iterable[bytes],
    target: str,
    by: Actor,
    now: datetime,
    shape: Shape | None = None,
) -> int:
    """Keep an uploaded file and say what it seems to hold. Refused when it is no table. `shape`
    is known of rows that we wrote ourselves.
    """
    get_target(target)
    path = _kept(chunks)
    try:
        run = described(
            ImportRun(target=target, file_path=str(path), created_at=now), shape or shape_of(path)
        )
    except Refused:
        path.unlink(missing_ok=True)
        raise
    run.file_name = Path(name.replace("\\", "/")).name[:LONGEST_NAME] or "file"
    run.created_by_id = by.staff_id
    run.save()
    record(by, "uploaded", "imports", run.pk, at=now, target=target)
    return run.pk


def described(run: ImportRun, shape: Shape) -> ImportRun:
    """Fill in what the first rows tell: header, mapping, how dates and amounts are written."""
    path = Path(run.file_path)
    head = unpacked(path, shape.kind, whole=False)
    first = list(
        islice(rows(head, Shape("text", shape.encoding, shape.delimiter, False)), JUDGED_ROWS)
    )
    if not first:
        raise Refused(_("This file is empty. Choose one with at least one row."), field="file")
    header, body = _header([row.cells for row in first], shape)
    if not body:
        sentence = _("This file has a header and no rows under it. Choose one with rows.")
        raise Refused(sentence, field="file")
    if len(header) > WIDEST:
        raise Refused(_("This file has more than 500 columns. Leave some out."), field="file")
    layout = layout_of(run.target, header) if shape.has_header else None
    if layout is not None:
        body = [[*cells, *layout.meaning(header)(cells)] for cells in body]
        header = [*header, *layout.more]
    run.encoding, run.delimiter, run.header = shape.encoding, shape.delimiter, header
    run.mapping, run.match_by, found = suggestions(
        run.target, header, body, has_header=shape.has_header, layout=layout
    )
    if shape.exact:
        found |= {"dates": "ymd", "decimal": "."}
    run.options = {"kind": shape.kind, "has_header": shape.has_header, **found}
    if layout is not None:
        run.options["layout"] = layout.key
    run.match_by = recognised_by(run, body)
    run.rows_total = _about(path, shape)
    return run


def _kept(chunks: Iterable[bytes]) -> Path:
    """Under a random name: what the person called the file never becomes a path."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}.upload"
    try:
        with path.open("wb") as file:
            file.writelines(_bounded(chunks))
    except BaseException:
        path.unlink()
        raise
    return path


def _bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            raise Refused(_("This file is larger than 1 GB. Split it."), field="file")
        yield chunk


def _header(cells: list[list[str]], shape: Shape) -> tuple[list[str], list[list[str]]]:
    if not shape.has_header:
        return [_("Column %(n)s") % {"n": n} for n in range(1, len(cells[0]) + 1)], cells
    named = [
        cell.strip()[:120] or _("Column %(n)s") % {"n": n} for n, cell in enumerate(cells[0], 1)
    ]
    return [shown(name) for name in named], cells[1:]


def _about(path: Path, shape: Shape) -> int | None:
    """How many rows there will be, from the line ends; a workbook does not say."""
    if shape.kind == "parquet":
        return row_count(path)
    if shape.kind == "workbook":
        return None
    with path.open("rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        file.seek(-1, 2)
        lines += file.read(1) != b"\n"
    return max(1, lines - int(shape.has_header))
