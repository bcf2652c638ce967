"""What the columns of a new file seem to be."""

import re
from collections.abc import Mapping
from typing import Any

from relasi.accounts import public as accounts
from relasi.contacts.models import ImportMapping

from .layouts import Layout
from .rules import date_order, decimal_mark, plain_words, suggested_field
from .targets import ImportField, fields_of, get_target

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_JUDGED = 100
_MOST = 0.8
DAY_FIRST = {"US": "mdy"}
DECIMAL_COMMA = frozenset({"ID", "DE", "NL", "FR", "VN", "BR", "TR"})


def suggestions(
    target: str,
    header: list[str],
    body: list[list[str]],
    *,
    has_header: bool,
    layout: Layout | None = None,
) -> tuple[dict[str, str], str, dict[str, Any]]:
    """Mapping by place, what to match by, and how this file writes dates and amounts."""
    fields = fields_of(target)
    known = get_target(target)
    if layout is not None:
        mapping = layout.mapping(header, fields)
    elif not has_header and known.headless and (found := known.headless(body)):
        mapping = found
    else:
        mapping = _by_words(target, header, fields)
        _by_content(mapping, fields, header, body)
    return mapping, matched_by(target, mapping), ways_of(mapping, fields, body)


def matched_by(target: str, mapping: Mapping[str, str]) -> str:
    """The first of the target's keys that a column fills."""
    keys = [key for key, _label in get_target(target).match_by]
    return next((key for key in keys if key in mapping.values()), keys[0])


def ways_of(
    mapping: Mapping[str, str], fields: Mapping[str, ImportField], body: list[list[str]]
) -> dict[str, str]:
    country = accounts.organisation().country
    kinds = {int(place): fields[key] for place, key in mapping.items() if key}
    days = [c for p, f in kinds.items() if _is(f, "day") for c in _column(body, p)]
    amounts = [c for p, f in kinds.items() if _is(f, "amount") for c in _column(body, p)]
    return {
        "dates": date_order(days, DAY_FIRST.get(country, "dmy")),
        "decimal": decimal_mark(amounts, "," if country in DECIMAL_COMMA else "."),
    }


def _is(field: ImportField, what: str) -> bool:
    kinds = {"day": {"day", "born_on", "moment"}, "amount": {"amount", "quantity"}}
    custom = {"day": "date", "amount": "number"}
    return field.kind in kinds[what] or field.custom == custom[what]


def _column(body: list[list[str]], place: int) -> list[str]:
    return [row[place].split("T")[0].split(" ")[0] for row in body if place < len(row)]


def _by_words(target: str, header: list[str], fields: Mapping[str, ImportField]) -> dict[str, str]:
    remembered = {
        word: key
        for word, key in ImportMapping.objects.filter(target=target).values_list("header", "field")
        if key in fields or not key
    }
    words = [(f.key, w) for f in fields.values() for w in (*f.words.split("|"), str(f.label))]
    mapping: dict[str, str] = {}
    for place, name in enumerate(header):
        key = suggested_field(name, remembered, words)
        if key and (key not in mapping.values() or fields[key].many):
            mapping[str(place)] = key
    return mapping


def _by_content(
    mapping: dict[str, str],
    fields: Mapping[str, ImportField],
    header: list[str],
    body: list[list[str]],
) -> None:
    """A column of e-mail addresses under a header that says nothing is one of e-mail."""
    if "email" not in fields or "email" in mapping.values():
        return
    for place in range(len(header)):
        cells = [row[place] for row in body[:_JUDGED] if place < len(row) and row[place].strip()]
        like = sum(1 for cell in cells if _EMAIL.fullmatch(cell.strip()))
        if cells and like >= _MOST * len(cells) and str(place) not in mapping:
            mapping[str(place)] = "email"
            return


def remember(target: str, header: list[str], mapping: Mapping[str, str]) -> None:
    """What a header meant this time is suggested next time; "" is a column left out."""
    rows = {
        plain_words(name)[:120]: mapping.get(str(place), "") for place, name in enumerate(header)
    }
    ImportMapping.objects.bulk_create(
        (ImportMapping(target=target, header=w, field=key) for w, key in rows.items() if w),
        update_conflicts=True,
        unique_fields=["target", "header"],
        update_fields=["field"],
    )
