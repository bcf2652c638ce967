"""Step 2: what each column is, and how the file is written."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.contacts.importing.actions import read_again, set_columns
from relasi.contacts.importing.layouts import layout_called
from relasi.contacts.importing.queries.runs import ImportCard
from relasi.contacts.importing.queries.samples import samples
from relasi.contacts.importing.reading.encodings import ENCODINGS
from relasi.contacts.importing.targets import ImportField, fields_of, get_target
from relasi.contacts.models import ImportRun
from relasi.kernel.errors import Refused

from .reaching import open_run
from .steps import steps

DELIMITERS = (
    (",", gettext_lazy("Comma ,")),
    (";", gettext_lazy("Semicolon ;")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Bar |")),
    (" ", gettext_lazy("White space")),
)
DATES = (
    ("dmy", gettext_lazy("31/12/2026: day first")),
    ("mdy", gettext_lazy("12/31/2026: month first")),
    ("ymd", gettext_lazy("2026-12-31: year first")),
)
DECIMALS = ((".", "1,234.56"), (",", "1.234,56"))
# Fields worth the same value in every row, when no column fills them.
CONSTANTS = ("currency", "source", "channel", "purpose", "tags", "country", "status", "wording")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    place: int
    header: str
    sample: tuple[str, ...]
    chosen: str


def show(request: HttpRequest, run_id: int) -> HttpResponse:
    return _page(request, open_run(request, run_id))


def create(request: HttpRequest, run_id: int) -> HttpResponse:
    card = open_run(request, run_id)
    post = request.POST
    mapping = {place: post.get(f"column_{place}", "") for place in range(len(card.header))}
    try:
        set_columns(
            run_id=run_id,
            mapping=mapping,
            mode=post.get("mode", ""),
            match_by=post.get("match_by", ""),
            options={
                "dates": post.get("dates", ""),
                "decimal": post.get("decimal", ""),
                "constants": {key: post.get(f"same_{key}", "").strip() for key in CONSTANTS},
            },
        )
    except Refused as refused:
        return _page(request, card, refused, status=422)
    return redirect("contacts:import_check", run_id)


def read(request: HttpRequest, run_id: int) -> HttpResponse:
    """The file is written in another way than it seemed."""
    card = open_run(request, run_id)
    try:
        read_again(
            run_id=run_id,
            encoding=request.POST.get("encoding", ""),
            delimiter=request.POST.get("delimiter", ""),
            has_header=request.POST.get("has_header") == "1",
        )
    except Refused as refused:
        return _page(request, card, refused, status=422)
    return redirect("contacts:import_columns", run_id)


def _page(
    request: HttpRequest, card: ImportCard, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    typed = request.POST if refused else {}
    field = (refused.field or "") if refused else ""
    fields = fields_of(card.target)
    target = get_target(card.target)
    found = samples(card.id)
    columns = [
        ColumnChoice(
            place,
            name,
            tuple(row[place] for row in found if place < len(row) and row[place].strip())[:3],
            typed.get(f"column_{place}", card.mapping.get(place, "")),
        )
        for place, name in enumerate(card.header)
    ]
    context = {
        "card": card,
        "steps": steps(2),
        "layout": layout_called(card.options.get("layout", "")),
        "columns": columns,
        "fields": [(field.key, field.label) for field in fields.values()],
        "modes": ImportRun.Mode.choices,
        "mode": typed.get("mode", card.mode),
        "matches": target.match_by,
        "match_by": typed.get("match_by", card.match_by),
        "dates": DATES,
        "decimals": DECIMALS,
        "delimiters": DELIMITERS,
        "encodings": _encodings(card),
        "constants": _constants(card, fields, typed),
        "has_header": card.options.get("has_header", True),
        "is_text": card.options.get("kind") == "text",
        "chosen_dates": typed.get("dates", card.options.get("dates", "dmy")),
        "chosen_decimal": typed.get("decimal", card.options.get("decimal", ".")),
        "problem": refused.sentence if refused else "",
        "problem_key": field.removeprefix("same_"),
        "problem_field": field,
    }
    return render(request, "contacts/import_columns.html", context, status=status)


def _encodings(card: ImportCard) -> list[tuple[str, str]]:
    names = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": _("Western (Windows)")}
    known = dict.fromkeys((card.encoding or "utf-8", *ENCODINGS))
    return [(name, names.get(name, name)) for name in known]


def _constants(
    card: ImportCard, fields: dict[str, ImportField], typed: Any
) -> list[tuple[str, str, str]]:
    saved = card.options.get("constants", {})
    return [
        (key, str(fields[key].label), typed.get(f"same_{key}", saved.get(key, "")))
        for key in CONSTANTS
        if key in fields and key not in card.mapping.values()
    ]
