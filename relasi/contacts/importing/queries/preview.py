"""The first rows of a file as they would come in, with what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from relasi.contacts.importing.batches import Batch, without
from relasi.contacts.importing.parsing import Parser
from relasi.contacts.importing.reading import HEAD, rows
from relasi.contacts.importing.running.card import corrections_of, parser_of, readable, shape_of_run
from relasi.contacts.importing.targets import fields_of, get_target
from relasi.contacts.models import ImportRun
from relasi.contacts.rules import Unfit

# The header and one row more tell whether this is the whole file.
LOOKED_AT = HEAD - 2
PAGE = 50


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """`state` is "" (fine), bad or fixed. A faulty or corrected cell is its own editor."""

    column: int
    value: str
    state: str
    reason: str

    @property
    def editable(self) -> bool:
        return self.state != ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """`result` is bad, fixed, new or known; `faults` how many cells need a look."""

    number: int
    cells: tuple[PreviewCell, ...]
    result: str
    faults: int
    reason: str


@dataclass(frozen=True, slots=True)
class Head:
    column: int
    label: str
    header: str


@dataclass(frozen=True, slots=True)
class Preview:
    heads: tuple[Head, ...]
    rows: tuple[PreviewRow, ...]
    looked_at: int
    new: int
    known: int
    faulty: int
    columns: int
    whole: bool

    def shown(self, which: str, page: int) -> tuple[PreviewRow, ...]:
        return self._of(which)[(page - 1) * PAGE : page * PAGE]

    def count(self, which: str) -> int:
        return len(self._of(which))

    def _of(self, which: str) -> tuple[PreviewRow, ...]:
        wanted = {"faulty": {"bad", "fixed"}, "known": {"known"}}.get(which)
        return tuple(row for row in self.rows if wanted is None or row.result in wanted)


def preview(run_id: int) -> Preview:
    """Looks at the first rows as the job would, without writing anything."""
    run = ImportRun.objects.get(pk=run_id)
    parser = parser_of(run)
    path = readable(run, whole=False)
    found = list(islice(rows(path, shape_of_run(run)), LOOKED_AT + 1))
    looked = found[:LOOKED_AT]
    batch, faults = parser.check(looked)
    good = batch.only(without(len(batch), faults))
    known = get_target(run.target).known(good)
    known_rows = {good.numbers[place] for place in known}
    refused = {remark.number: remark.reason for remark in good.remarks if remark.kind == "refused"}
    heads = _heads(run)
    corrected = corrections_of(run)
    lines = tuple(
        _row(parser, batch, place, faults.get(place, {}), heads, corrected, known_rows, refused)
        for place in range(len(batch))
    )
    results = [line.result for line in lines]
    return Preview(
        heads,
        lines,
        len(lines),
        results.count("new") + sum(1 for r in lines if r.result == "fixed"),
        results.count("known"),
        results.count("bad"),
        len({column for found_here in faults.values() for column in found_here}),
        len(found) <= LOOKED_AT,
    )


def _heads(run: ImportRun) -> tuple[Head, ...]:
    fields = fields_of(run.target)
    places = sorted((int(place), key) for place, key in run.mapping.items() if key)
    return tuple(Head(p, str(fields[key].label), run.header[p]) for p, key in places)


def _row(  # noqa: PLR0913, PLR0917  (a row is put together from what was found)
    parser: Parser,
    batch: Batch,
    place: int,
    faults: Mapping[int, Unfit],
    heads: tuple[Head, ...],
    corrected: Mapping[int, Mapping[int, str]],
    known: set[int],
    refused: Mapping[int, str],
) -> PreviewRow:
    number, cells = batch.numbers[place], batch.cells[place]
    fixed = corrected.get(number, {})
    drawn = tuple(_cell(parser, h.column, cells, faults.get(h.column), fixed) for h in heads)
    elsewhere = [
        parser.reason(u, cells) for c, u in faults.items() if c not in {h.column for h in heads}
    ]
    reason = (elsewhere or [refused.get(number, "")])[0]
    if faults or reason:
        result = "bad"
    elif fixed:
        result = "fixed"
    else:
        result = "known" if number in known else "new"
    return PreviewRow(number, drawn, result, len(faults), reason)


def _cell(
    parser: Parser, column: int, cells: list[str], fault: Unfit | None, fixed: Mapping[int, str]
) -> PreviewCell:
    value = cells[column] if column < len(cells) else ""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value)[:300]
    if fault is not None:
        return PreviewCell(column, shown, "bad", parser.reason(fault, cells))
    if column in fixed:
        return PreviewCell(column, shown, "fixed", _("corrected here"))
    return PreviewCell(column, shown, "", "")
