"""Before the run: which column is what, and cells put right."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.contacts.importing.checking import column_check, ways
from relasi.contacts.importing.reading import Shape
from relasi.contacts.importing.reading.encodings import known_encoding
from relasi.contacts.importing.reading.shape import DELIMITERS
from relasi.contacts.importing.rules import DATE_ORDERS, DECIMAL_MARKS
from relasi.contacts.importing.running.card import card_of
from relasi.contacts.importing.sentences import sentence as sentence_of
from relasi.contacts.importing.targets import ImportField, fields_of, get_target
from relasi.contacts.models import ImportCorrection, ImportForecast, ImportRun
from relasi.kernel.errors import NotFound, Refused

from .reading_in import described

LONGEST_CORRECTION = 2_000


def lock_of(run_id: int) -> str:
    """The lock of an import's jobs: one at a time."""
    return f"import-{run_id}"


def locked(run_id: int, *states: str) -> ImportRun:
    """The run, ours until the transaction ends. Raises NotFound; Refused in another state."""
    run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("This import is not here any more."))
    if run.state not in states:
        state = ImportRun.State(run.state).label
        raise Refused(_("This import is in another state now: %(state)s.") % {"state": state})
    return run


def _settled_anew(run: ImportRun) -> None:
    """What was looked up for how it was settled before says nothing any more."""
    ImportForecast.objects.filter(run=run).delete()


@transaction.atomic
def read_again(*, run_id: int, encoding: str, delimiter: str, has_header: bool) -> None:
    """Read the file as the person says it is written; columns are guessed anew."""
    run = locked(run_id, ImportRun.State.UPLOADED)
    if delimiter not in DELIMITERS:
        raise Refused(_("Choose one of the delimiters."), field="delimiter")
    kind = run.options.get("kind", "text")
    described(run, Shape(kind, known_encoding(encoding), delimiter, has_header)).save()
    run.corrections.all().delete()
    _settled_anew(run)


@transaction.atomic
def set_columns(
    *,
    run_id: int,
    mapping: Mapping[int, str],
    mode: str,
    match_by: str,
    options: Mapping[str, Any],
) -> None:
    """`mapping` is a field for each column, "" to leave it out; `options` may hold dates,
    decimal and constants (fields that are the same for every row).
    """
    run = locked(run_id, ImportRun.State.UPLOADED)
    fields = fields_of(run.target)
    chosen = {str(place): key for place, key in sorted(mapping.items()) if key}
    _refuse_unknown(run, chosen, fields)
    if mode not in ImportRun.Mode.values:
        raise Refused(_("Choose what to do with rows that are known already."), field="mode")
    if match_by not in dict(get_target(run.target).match_by):
        raise Refused(_("Choose what rows are recognised by."), field="match_by")
    constants = {k: v for k, v in options.get("constants", {}).items() if k in fields and v}
    get_target(run.target).refuse_mapping(frozenset({*chosen.values(), *constants}), match_by)
    dates, decimal = options.get("dates", "dmy"), options.get("decimal", ".")
    if dates not in DATE_ORDERS or decimal not in DECIMAL_MARKS:
        raise Refused(_("Choose how the file writes dates and amounts."), field="dates")
    run.mapping, run.mode, run.match_by = chosen, mode, match_by
    run.options |= {"dates": dates, "decimal": decimal, "constants": constants, "settled": True}
    _refuse_unread(run, constants, fields)
    run.save(update_fields=["mapping", "mode", "match_by", "options"])
    _settled_anew(run)


def _refuse_unread(
    run: ImportRun, constants: Mapping[str, str], fields: Mapping[str, ImportField]
) -> None:
    """What is the same for every row is read now, so that nothing is passed over in silence."""
    how = ways(card_of(run))
    for key, text in constants.items():
        _values, faults = column_check(fields[key], how)([text])
        for unfit in faults.values():
            raise Refused(sentence_of(unfit), field=f"same_{key}")


def _refuse_unknown(run: ImportRun, chosen: Mapping[str, str], fields: Mapping[str, Any]) -> None:
    seen: set[str] = set()
    for place, key in chosen.items():
        if key not in fields or int(place) >= len(run.header):
            raise Refused(_("Choose a field for each column, or leave it out."), field="mapping")
        if key in seen and not fields[key].many:
            named = {"field": fields[key].label}
            sentence = _("Two columns fill “%(field)s”. Leave one of them out.") % named
            raise Refused(sentence, field="mapping")
        seen.add(key)


@transaction.atomic
def correct_cell(*, run_id: int, row_number: int, column: int, value: str) -> None:
    """Put a cell right for this import; the file stays as it is."""
    run = locked(run_id, ImportRun.State.UPLOADED)
    if not 0 <= column < len(run.header) or row_number < 1:
        raise Refused(_("There is no such cell."), field="value")
    if len(value) > LONGEST_CORRECTION:
        raise Refused(_("This is too long. Keep it under 2,000 characters."), field="value")
    ImportCorrection.objects.update_or_create(
        run=run,
        row_number=row_number,
        column=column,
        defaults={"value": value.replace("\x00", "")},
    )
    _settled_anew(run)


@transaction.atomic
def discard_import(*, run_id: int) -> None:
    """An import that has not run: its file goes too."""
    run = locked(run_id, ImportRun.State.UPLOADED)
    path = Path(run.file_path)
    run.delete()
    transaction.on_commit(lambda: remove_files(path))


def remove_files(path: Path) -> None:
    for found in path.parent.glob(f"{path.stem}.*"):
        found.unlink()
