"""Uploaded files in which somebody stands who is exported or erased."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from relasi.contacts.models import ImportRun
from relasi.kernel.catalogue import Busy, Person

from .actions.settling import remove_files
from .reading import Shape, rows, unpack

State = ImportRun.State
AT_WORK = (State.MAPPED, State.RUNNING, State.REVERTING)
SHORTEST_PHONE = 8


def count(person: Person) -> int:
    return sum(1 for run in _with_files() if next(_rows_of(run, person), None) is not None)


def read(person: Person) -> Iterator[Mapping[str, Any]]:
    for run in _with_files():
        for cells in _rows_of(run, person):
            yield {"file": run.file_name, "row": cells}


def erase(person: Person) -> None:
    """A file with them in it goes as a whole; an import that was not begun goes with it."""
    for run in _with_files():
        if next(_rows_of(run, person), None) is not None:
            _drop(run.pk)


def _with_files() -> Iterator[ImportRun]:
    return ImportRun.objects.exclude(file_path="").order_by("pk").iterator()


@transaction.atomic
def _drop(run_id: int) -> None:
    run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None or not run.file_path:
        return
    if run.state in AT_WORK:
        raise Busy
    path = Path(run.file_path)
    if run.state == State.UPLOADED:
        run.delete()
    else:
        run.file_path = ""
        run.save(update_fields=["file_path"])
        run.corrections.all().delete()
    transaction.on_commit(lambda: remove_files(path))


def _rows_of(run: ImportRun, person: Person) -> Iterator[list[str]]:
    """The rows of its file that name them, header or not."""
    path = Path(run.file_path)
    if not path.exists():
        return
    words = {word.lower() for _kind, word in person.words}
    phones = tuple(word[-SHORTEST_PHONE:] for kind, word in person.words if kind == "phone")
    is_book = run.options.get("kind") == "workbook"
    shape = Shape("text", run.encoding, run.delimiter, has_header=False)
    for row in rows(unpack(path, whole=True) if is_book else path, shape):
        if any(_names(cell, words, phones) for cell in row.cells):
            yield row.cells


def _names(cell: str, words: set[str], phones: tuple[str, ...]) -> bool:
    said = cell.strip().lower()
    if said in words or any("@" in word and word in said for word in words):
        return True
    digits = "".join(c for c in said if c.isdigit()) if phones else ""
    return len(digits) >= SHORTEST_PHONE and digits.endswith(phones)
