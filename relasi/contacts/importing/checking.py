"""Cells become values, a column at a time: what is plainly fine takes the short way."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from relasi.contacts.rules import (
    Unfit,
    attribute_value,
    field_value,
    normalise_email,
    normalise_external,
    normalise_handle,
    normalise_phone,
)

from .batches import MARK, RunCard
from .quick import Quick, quick_email, quick_external, quick_phone, quick_text
from .rules import amount, country_code, day, line, moment, several, yes_or_no
from .targets import ImportField

Scalar = Callable[[str], str]
Column = Callable[[list[str]], tuple[list[str], dict[int, Unfit]]]
REMEMBERED = 20_000
_ISO_CURRENCY = 3


@dataclass(frozen=True, slots=True)
class Ways:
    """How this file writes dates and amounts, and where it comes from."""

    dates: str
    decimal: str
    country: str
    time_zone: str
    today: date
    now: datetime


def ways(run: RunCard) -> Ways:
    return Ways(
        dates=run.options.get("dates", "dmy"),
        decimal=run.options.get("decimal", "."),
        country=_country_of(run),
        time_zone=run.time_zone,
        today=run.at.astimezone(UTC).date(),
        now=run.at + timedelta(days=1),
    )


def _country_of(run: RunCard) -> str:
    """What phones are read by: the country said for the whole file, else the organisation's."""
    said = run.options.get("constants", {}).get("country", "")
    return country_code(said) if said else run.country


def column_check(field: ImportField, how: Ways) -> Column:
    """Checks a whole column: the short way first, where its kind has one."""
    scalar = _scalar(field, how)
    if field.many:
        scalar = _entries(scalar)
    quick = _quick(field, how)
    return _shortly(quick, scalar) if quick else _remembering(scalar)


def _quick(field: ImportField, how: Ways) -> Quick | None:
    return {
        "email": quick_email(),
        "phone": quick_phone(how.country),
        "external": quick_external,
        "text": quick_text(field.longest),
    }.get(field.kind)


def _shortly(quick: Quick, scalar: Scalar) -> Column:
    def check(cells: list[str]) -> tuple[list[str], dict[int, Unfit]]:
        values = [quick(cell) if cell else "" for cell in cells]
        faults: dict[int, Unfit] = {}
        if all(values):
            return values, faults
        for place, value in enumerate(values):
            if not value and (cell := cells[place]) and not cell.isspace():
                try:
                    values[place] = scalar(cell)
                except Unfit as unfit:
                    faults[place] = unfit
        return values, faults

    return check


def _remembering(scalar: Scalar) -> Column:
    """Values seen before are not looked at again."""
    known: dict[str, str] = {"": ""}

    def check(cells: list[str]) -> tuple[list[str], dict[int, Unfit]]:
        faults: dict[int, Unfit] = {}
        values: list[str] = []
        for place, cell in enumerate(cells):
            value = known.get(cell)
            if value is None:
                try:
                    value = scalar(cell) if not cell.isspace() else ""
                except Unfit as unfit:
                    faults[place] = unfit
                    value = ""
                else:
                    if len(known) < REMEMBERED:
                        known[cell] = value
            values.append(value)
        return values, faults

    return check


def _entries(scalar: Scalar) -> Scalar:
    """A cell with several entries: tried as one first, because nearly all hold one."""

    def check(cell: str) -> str:
        try:
            return scalar(cell)
        except Unfit:
            parts = several(cell)
            if len(parts) == 1:
                raise
            return MARK.join(dict.fromkeys(scalar(part) for part in parts))

    return check


def _scalar(field: ImportField, how: Ways) -> Scalar:
    simple: Mapping[str, Scalar] = {
        "text": lambda cell: line(cell, field.longest),
        "email": normalise_email,
        "phone": lambda cell: normalise_phone(cell, how.country),
        "external": normalise_external,
        "handle": normalise_handle,
        "day": lambda cell: day(cell, how.dates).isoformat(),
        "born_on": lambda cell: _born_on(cell, how),
        "moment": lambda cell: _moment(cell, how),
        "amount": lambda cell: format(_number(cell, how, "amount"), "f"),
        "quantity": lambda cell: _quantity(cell, how),
        "yes_no": lambda cell: "yes" if yes_or_no(cell) else "no",
        "currency": _currency,
        "tags": lambda cell: MARK.join(line(part, field.longest) for part in several(cell)),
        "country": lambda cell: _country(cell, how),
        "choice": lambda cell: _choice(cell, field.choices or {}),
        "custom": lambda cell: _custom(cell, field, how),
    }
    if field.kind in simple:
        return simple[field.kind]
    return lambda cell: str(attribute_value("company", field.kind, cell, how.today) or "")


def _born_on(cell: str, how: Ways) -> str:
    found = day(cell, how.dates)
    return str(attribute_value("contact", "born_on", found, how.today))


def _moment(cell: str, how: Ways) -> str:
    found = moment(cell, how.dates, how.time_zone)
    if found > how.now:
        raise Unfit("future", cell)
    return found.isoformat()


def _number(cell: str, how: Ways, what: str) -> Decimal:
    """What is no number is told as what it should be, by the file's own decimal mark."""
    try:
        return amount(cell, how.decimal)
    except Unfit as unfit:
        if unfit.reason != "amount":
            raise
        raise Unfit(f"{what}_comma" if how.decimal == "," else what, cell) from None


def _quantity(cell: str, how: Ways) -> str:
    number = _number(cell, how, "quantity")
    if number <= 0:
        raise Unfit("negative", cell)
    return format(number.quantize(Decimal("0.001")), "f")


def _country(cell: str, how: Ways) -> str:
    return str(attribute_value("contact", "country", country_code(cell), how.today))


def _currency(cell: str) -> str:
    word = cell.strip().upper()
    if len(word) != _ISO_CURRENCY or not (word.isascii() and word.isalpha()):
        raise Unfit("currency", cell)
    return word


def _choice(cell: str, choices: Mapping[str, str]) -> str:
    try:
        return choices[cell.strip().casefold()]
    except KeyError:
        raise Unfit("choice", cell) from None


def _custom(cell: str, field: ImportField, how: Ways) -> str:
    """The JSON text of a custom field's value; `field.choices` maps kind to itself."""
    written, kind = cell.strip(), field.custom
    if kind == "date":
        written = day(written, how.dates).isoformat()
    elif kind == "number":
        return json.dumps(_plain_number(_number(written, how, "amount")))
    elif kind == "text":
        written = line(written, 2000)
    value = field_value(kind, tuple(field.choices or ()), written)
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _plain_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
