"""A run as its writers see it."""

from pathlib import Path

from relasi.accounts import public as accounts
from relasi.contacts.importing.batches import RunCard
from relasi.contacts.importing.layouts import meaning_of
from relasi.contacts.importing.parsing import Parser
from relasi.contacts.importing.reading import UNPACKED, Shape, unpacked
from relasi.contacts.models import ImportRun


def card_of(run: ImportRun) -> RunCard:
    home = accounts.organisation()
    return RunCard(
        id=run.pk,
        target=run.target,
        mode=run.mode,
        match_by=run.match_by,
        at=run.started_at or run.created_at,
        by=f"staff:{run.created_by_id}" if run.created_by_id else "system",
        country=home.country,
        currency=home.currency,
        time_zone=home.time_zone,
        options=run.options,
        prepared=run.options.get("prepared", {}),
    )


def shape_of_run(run: ImportRun) -> Shape:
    """How its rows are read: what is no text is read from the CSV beside it."""
    header, kind = run.options.get("has_header", True), run.options.get("kind", "text")
    more = meaning_of(run.options.get("layout", ""), run.header)
    if kind in UNPACKED:
        return Shape(kind, "utf-8", ",", header, more)
    return Shape("text", run.encoding, run.delimiter, header, more)


def readable(run: ImportRun, *, whole: bool = True) -> Path:
    """The file as text; of one that is unpacked and only looked at, its first rows."""
    return unpacked(Path(run.file_path), run.options.get("kind", "text"), whole=whole)


def mapping_of(run: ImportRun) -> dict[int, str]:
    return {int(place): key for place, key in run.mapping.items() if key}


def corrections_of(run: ImportRun) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for row, column, value in run.corrections.values_list("row_number", "column", "value"):
        found.setdefault(row, {})[column] = value
    return found


def parser_of(run: ImportRun) -> Parser:
    return Parser(card_of(run), run.header, mapping_of(run), corrections_of(run))
