"""Uploaded files in which somebody stands who is exported or erased."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from relasi.contacts.models import ImportRun
from relasi.kernel.catalogue import Busy, Person
from relasi.kernel.errors import Refused
from relasi.kernel.mentions import own_digits

from .actions.settling import remove_files
from .reading import rows
from .running.card import readable, shape_of_run

State = ImportRun.State
AT_WORK = (State.MAPPED, State.RUNNING, State.REVERTING)
SHORTEST_PHONE = 8


def count(person: Person) -> int:
    return sum(1 for run in _with_files() if _is_in(run, person))


def read(person: Person) -> Iterator[Mapping[str, Any]]:
    for run in _with_files():
        for cells in _rows_of(run, person, only_sure=True):
            yield {"file": run.file_name, "row": cells}


def erase(person: Person) -> None:
    """A file with them in it goes as a whole; an import that was not begun goes with it."""
    for run in _with_files():
        if _is_in(run, person):
            _drop(run.pk)


def _is_in(run: ImportRun, person: Person) -> bool:
    """Also where the file cannot be read: nobody could use it, and who is in it is not known."""
    try:
        return next(_rows_of(run, person, only_sure=False), None) is not None
    except Refused:
        return True


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


def _rows_of(run: ImportRun, person: Person, *, only_sure: bool) -> Iterator[list[str]]:
    """The rows of its file that name them; with `only_sure` not those that have a cell with a
    short number of theirs, which may be anything's.
    """
    if not Path(run.file_path).exists():
        return
    is_named = _naming(person, only_sure=only_sure)
    for row in rows(readable(run), shape_of_run(run)):
        if any(is_named(cell) for cell in row.cells):
            yield row.cells


def _naming(person: Person, *, only_sure: bool) -> Callable[[str], bool]:
    sure = person.values()["sure"]
    named = re.compile(
        "|".join(rf"(?<![\w.+-]){re.escape(one)}(?![\w-])" for one in sure) or "(?!)"
    )
    phones = tuple(own_digits(word) for kind, word in person.words if kind == "phone")
    short = () if only_sure else tuple(word.lower() for _kind, word in person.words)

    def is_named(cell: str) -> bool:
        said = cell.strip().lower()
        if said in short or named.search(said):
            return True
        digits = "".join(c for c in said if c.isdigit()) if phones else ""
        return len(digits) >= SHORTEST_PHONE and digits.endswith(phones)

    return is_named
