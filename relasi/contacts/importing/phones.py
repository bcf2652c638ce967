"""A column of phones. A number without a calling code is read as one of its row's country,
else of the file's, else of the organisation's.
"""

from collections.abc import Sequence
from dataclasses import replace

from relasi.contacts.rules import Unfit, normalise_phone

from .batches import MARK
from .checking import Column, Ways, column_check
from .rules import several
from .targets import ImportField

UNPLACED = "phone_without_country"


class Phones:
    def __init__(self, field: ImportField, how: Ways) -> None:
        self._field = field
        self._how = how
        self._checks: dict[str, Column] = {}

    def read(
        self, cells: list[str], countries: Sequence[str]
    ) -> tuple[list[str], dict[int, Unfit]]:
        """`countries` is the code each row says, "" for none. Of a cell that lists some, those
        that can be read stay although another does not say its country.
        """
        values, faults = [""] * len(cells), {}
        places: dict[str, list[int]] = {}
        for place, country in enumerate(countries):
            places.setdefault(country, []).append(place)
        for country, mine in places.items():
            found, wrong = self._check(country)([cells[place] for place in mine])
            for place, value in zip(mine, found, strict=True):
                values[place] = value
            for nth, unfit in wrong.items():
                place = mine[nth]
                faults[place] = unfit
                if unfit.reason == UNPLACED:
                    values[place] = _readable(cells[place])
        return values, faults

    def _check(self, country: str) -> Column:
        if country not in self._checks:
            how = replace(self._how, country=country or self._how.country)
            self._checks[country] = column_check(self._field, how)
        return self._checks[country]


def _readable(cell: str) -> str:
    read = []
    for part in several(cell):
        try:
            read.append(normalise_phone(part))
        except Unfit:
            continue
    return MARK.join(dict.fromkeys(read))
