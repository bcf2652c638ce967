"""Rows of a file become a batch: each column checked at once, faulty rows set aside."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from relasi.contacts.rules import Unfit

from .batches import MARK, Batch, Remark, RunCard, without
from .checking import Column, column_check, ways
from .layouts import added_by
from .people.fields import ADDRESSES
from .phones import UNPLACED, Phones
from .reading import EMPTY, Row
from .sentences import quoted, sentence
from .targets import ImportField, fields_of, get_target

Corrections = Mapping[int, Mapping[int, str]]
LONGEST_QUOTED_CELL = 2_000
MOST_QUOTED_CELLS = 100


class Parser:
    """Checks rows by one run's mapping. `faults` of the last batch lie by row and column,
    for the preview; the report has them as remarks.
    """

    def __init__(
        self,
        run: RunCard,
        header: list[str],
        mapping: Mapping[int, str],
        corrections: Corrections,
    ) -> None:
        self._run = run
        self._header = header
        self._corrections = corrections
        self._columns: dict[str, list[int]] = defaultdict(list)
        for place, key in sorted(mapping.items()):
            self._columns[key].append(place)
        fields = fields_of(run.target)
        how = ways(run)
        self._checks: dict[str, Column] = {
            key: column_check(fields[key], how) for key in self._columns
        }
        self._phones = Phones(fields["phone"], how) if "phone" in fields else None
        self._fixed = self._constants(fields)
        self._required = get_target(run.target).required
        self.headers = {key: header[places[0]] for key, places in self._columns.items()}
        self._places = {key: places[0] for key, places in self._columns.items()}

    def _constants(self, fields: Mapping[str, ImportField]) -> dict[str, str]:
        """Fields that are the same for every row, checked once."""
        found = {}
        for key, text in self._run.options.get("constants", {}).items():
            if key in fields and key not in self._columns and text:
                values, faults = column_check(fields[key], ways(self._run))([text])
                if not faults:
                    found[key] = values[0]
        return found

    def parse(self, rows: list[Row]) -> Batch:
        """A batch of the good rows; what was wrong with the others are its remarks."""
        return self.good(*self.check(rows))

    def good(self, batch: Batch, faults: Mapping[int, Mapping[int, Unfit]]) -> Batch:
        faulty = {batch.numbers[place] for place in faults}
        notes = [remark for remark in batch.remarks if remark.number not in faulty]
        remarks = [
            Remark(
                batch.numbers[place],
                "refused",
                "" if fault.reason == EMPTY else self._header_of(column),
                self.reason(fault, batch.cells[place]),
                shown_cells(batch.cells[place]),
            )
            for place, found in sorted(faults.items())
            for column, fault in list(found.items())[:1]
        ]
        if faults:
            batch = batch.only(without(len(batch), faults))
        batch.remarks = remarks + notes
        return batch

    def check(self, rows: list[Row]) -> tuple[Batch, dict[int, dict[int, Unfit]]]:
        """Every row, and by its place which columns are at fault. What a row can do without is
        a note.
        """
        width = len(self._header)
        faults: dict[int, dict[int, Unfit]] = defaultdict(dict)
        cells = [row.cells for row in rows]
        for place, row in enumerate(rows):
            if row.fault:
                cells[place] = (row.cells + [""] * width)[:width]
                faults[place][min(row.column, width - 1)] = Unfit(row.fault, str(len(row.cells)))
        numbers = [row.number for row in rows]
        if self._corrections:
            cells = [
                self._corrected(number, row) for number, row in zip(numbers, cells, strict=True)
            ]
        batch = Batch(self._run, numbers, cells, {}, {}, self.headers, self._places)
        for key in sorted(self._columns, key="phone".__eq__):
            self._fill(batch, key, self._columns[key], faults)
        for key, value in self._fixed.items():
            batch.values[key] = batch.raw[key] = [value] * len(rows)
        self._miss(batch, faults)
        self._leave_phones(batch, faults)
        return batch, {place: found for place, found in faults.items() if found}

    def _corrected(self, number: int, cells: list[str]) -> list[str]:
        new = self._corrections.get(number)
        return cells if new is None else [new.get(p, cell) for p, cell in enumerate(cells)]

    def _fill(
        self, batch: Batch, key: str, places: list[int], faults: dict[int, dict[int, Unfit]]
    ) -> None:
        for column in places:
            raw = [row[column] for row in batch.cells]
            values, wrong = self._read(batch, key, raw)
            for place, unfit in wrong.items():
                if column not in faults[place]:
                    faults[place][column] = unfit
            if key in batch.values:
                values = [_joined(a, b) for a, b in zip(batch.values[key], values, strict=True)]
            else:
                batch.raw[key] = raw
            batch.values[key] = values

    def _read(self, batch: Batch, key: str, raw: list[str]) -> tuple[list[str], dict[int, Unfit]]:
        if key == "phone" and self._phones:
            return self._phones.read(raw, batch.column("country"))
        return self._checks[key](raw)

    def _leave_phones(self, batch: Batch, faults: dict[int, dict[int, Unfit]]) -> None:
        """A phone of which nobody knows the country goes; its row stays, if it is known by
        something else.
        """
        known_by = [batch.values[key] for key in ADDRESSES if key in batch.values]
        for place, found in faults.items():
            if not any(values[place] for values in known_by):
                continue
            for column in [c for c, unfit in found.items() if unfit.reason == UNPLACED]:
                reason = _(
                    "“%(text)s” does not say its country, so it was left away. Choose one for the"
                    " file, under Columns, or for all under Settings, Organisation."
                ) % {"text": quoted(found.pop(column).text)}
                cells = batch.cells[place]
                header = self._header_of(column)
                batch.remarks.append(Remark(batch.numbers[place], "note", header, reason, cells))

    def _miss(self, batch: Batch, faults: dict[int, dict[int, Unfit]]) -> None:
        for key in self._required:
            column = self._columns.get(key, [0])[0]
            values = batch.column(key)
            if all(values):
                continue
            for place, value in enumerate(values):
                if not value and column not in faults[place]:
                    faults[place][column] = Unfit("missing", "")

    def _header_of(self, column: int) -> str:
        return self._header[column] if column < len(self._header) else ""

    def reason(self, fault: Unfit, cells: list[str]) -> str:
        if fault.reason == "width":
            wanted = len(self._header) - added_by(self._run.options.get("layout", ""))
            named = {"cells": fault.text, "wanted": wanted}
            return (
                _(
                    "This row has %(cells)s cells where the first one has %(wanted)s."
                    " Check its delimiters and quotation marks."
                )
                % named
            )
        if fault.reason == "quote":
            return _("A quotation mark opens here and is not closed where it should be.")
        if fault.reason == "long":
            return _("This cell is longer than 130,000 characters. Shorten it.")
        del cells
        return sentence(fault)


def _joined(one: str, other: str) -> str:
    return MARK.join(dict.fromkeys(part for part in (one, other) if part))


def shown_cells(cells: list[str]) -> list[str]:
    """A row as it is kept in the report: short, and nothing in it that JSON cannot hold."""
    return [
        cell[:LONGEST_QUOTED_CELL]
        .replace("\x00", "\N{REPLACEMENT CHARACTER}")
        .encode("utf-8", "replace")
        .decode()
        for cell in cells[:MOST_QUOTED_CELLS]
    ]
