"""A few cells of each column, to see what it holds."""

from itertools import islice

from relasi.contacts.importing.reading import rows
from relasi.contacts.importing.running.card import readable, shape_of_run
from relasi.contacts.models import ImportRun
from relasi.contacts.rules import shown

SHOWN = 8
LONGEST = 60


def samples(run_id: int) -> list[list[str]]:
    run = ImportRun.objects.get(pk=run_id)
    found = islice(rows(readable(run, whole=False), shape_of_run(run)), SHOWN)
    return [[_shown(cell) for cell in row.cells] for row in found]


def _shown(cell: str) -> str:
    text = shown(cell)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
