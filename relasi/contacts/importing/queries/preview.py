"""The first rows of a file as they would come in, with what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from relasi.contacts.importing.batches import Batch, Remark
from relasi.contacts.importing.parsing import Parser
from relasi.contacts.importing.reading import HEAD, rows
from relasi.contacts.importing.running.card import corrections_of, parser_of, readable, shape_of_run
from relasi.contacts.importing.targets import fields_of, get_target
from relasi.contacts.models import ImportRun
from relasi.contacts.rules import Unfit, shown

# The header and one row more tell whether this is the whole file.
LOOKED_AT = HEAD - 2
PAGE = 50


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """`state` is "" (fine), bad, note (left away) or fixed; all but the fine are editors."""

    column: int
    value: str
    state: str
    reason: str

    @property
    def editable(self) -> bool:
        return self.state != ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """`result` is bad, fixed, new or known; `faults` how many cells need a look, `notes` how
    many are left away.
    """

    number: int
    cells: tuple[PreviewCell, ...]
    result: str
    faults: int
    notes: int
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
    noted: int
    people: int
    columns: int
    whole: bool

    def shown(self, which: str, page: int) -> tuple[PreviewRow, ...]:
        return self._of(which)[(page - 1) * PAGE : page * PAGE]

    def count(self, which: str) -> int:
        return len(self._of(which))

    def tab(self, which: str) -> int:
        """The figure of a tab: a row that was put right is still shown, not counted."""
        return self.faulty if which == "faulty" else self.count(which)

    def _of(self, which: str) -> tuple[PreviewRow, ...]:
        wanted = {"faulty": {"bad", "fixed"}, "known": {"known"}}.get(which)
        return tuple(row for row in self.rows if wanted is None or row.result in wanted)


def preview(run_id: int) -> Preview:
    """Looks at the first rows as the job would, without writing anything."""
    run = ImportRun.objects.get(pk=run_id)
    parser = parser_of(run)
    path = readable(run, whole=False)
    found = list(islice(rows(path, shape_of_run(run)), LOOKED_AT + 1))
    batch, faults = parser.check(found[:LOOKED_AT])
    good = parser.good(batch, faults)
    known = get_target(run.target).known(good)
    known_rows = {good.numbers[place] for place in known}
    said = _said(good, {batch.numbers[place] for place in faults})
    heads = _heads(run)
    corrected = corrections_of(run)
    lines = tuple(
        _row(parser, batch, place, faults.get(place, {}), heads, corrected, known_rows, said)
        for place in range(len(batch))
    )
    refused = {r.number for r in good.remarks if r.kind == "refused"}
    rest = good.only([p for p, n in enumerate(good.numbers) if n not in refused])
    newcomers = get_target(run.target).newcomers
    results = [line.result for line in lines]
    return Preview(
        heads,
        lines,
        len(lines),
        results.count("new") + sum(1 for r in lines if r.result == "fixed"),
        results.count("known"),
        results.count("bad"),
        sum(line.notes for line in lines),
        newcomers(rest) if newcomers else 0,
        len({cell.column for line in lines for cell in line.cells if cell.state == "bad"}),
        len(found) <= LOOKED_AT,
    )


def _said(good: Batch, faulty: set[int]) -> dict[int, list[Remark]]:
    """What was said about rows without a faulty cell, by row."""
    found: dict[int, list[Remark]] = {}
    for remark in good.remarks:
        if remark.number not in faulty:
            found.setdefault(remark.number, []).append(remark)
    return found


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
    said: Mapping[int, Sequence[Remark]],
) -> PreviewRow:
    number, cells = batch.numbers[place], batch.cells[place]
    fixed = corrected.get(number, {})
    states = {c: ("bad", parser.reason(u, cells)) for c, u in faults.items()}
    elsewhere = _say(states, said.get(number, ()), heads)
    drawn_columns = {head.column for head in heads}
    elsewhere += [why for c, (_state, why) in states.items() if c not in drawn_columns]
    drawn = tuple(_cell(h.column, cells, states.get(h.column), fixed) for h in heads)
    kinds = [state for state, _why in states.values()]
    if "bad" in kinds or elsewhere:
        result = "bad"
    elif fixed:
        result = "fixed"
    else:
        result = "known" if number in known else "new"
    reason = elsewhere[0] if elsewhere else ""
    return PreviewRow(number, drawn, result, kinds.count("bad"), kinds.count("note"), reason)


def _say(
    states: dict[int, tuple[str, str]], said: Sequence[Remark], heads: tuple[Head, ...]
) -> list[str]:
    """What was said about a row goes to its cell; the refusals that have none are returned."""
    places = {head.header: head.column for head in reversed(heads)}
    elsewhere = []
    for remark in said:
        state = "bad" if remark.kind == "refused" else "note"
        if remark.column in places:
            states.setdefault(places[remark.column], (state, remark.reason))
        elif state == "bad":
            elsewhere.append(remark.reason)
    return elsewhere


def _cell(
    column: int, cells: list[str], said: tuple[str, str] | None, fixed: Mapping[int, str]
) -> PreviewCell:
    value = cells[column] if column < len(cells) else ""
    written = shown(value)[:300]
    if said is not None:
        return PreviewCell(column, written, *said)
    if column in fixed:
        return PreviewCell(column, written, "fixed", _("corrected here"))
    return PreviewCell(column, written, "", "")
