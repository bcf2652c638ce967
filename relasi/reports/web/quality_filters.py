"""What the People list is narrowed by so that a figure of the quality opens its people."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relasi.contacts import public as contacts
from relasi.reports.rules.quality import LACKS, MARKS
from relasi.ui import public as ui

from . import quality_words as words

NOTED = "EXISTS (SELECT FROM reports_personquality q WHERE q.contact_id = c.id{})"
Scope = tuple[str, str]


def register() -> None:
    noted = ui.Filter("quality", _("List quality"), "choice", words.mark_choices)
    contacts.register_filter(contacts.ListFilter(noted, _with_mark))
    lacking = ui.Filter("lacks", _("Lacks"), "choice", words.field_choices)
    contacts.register_filter(contacts.ListFilter(lacking, _lacking))


def _with_mark(value: ui.FilterValue) -> tuple[str, Sequence[Any]]:
    """Also "is not" speaks of those who were counted: the figure it opens counted no others."""
    return _noted("marks", MARKS, value)


def _lacking(value: ui.FilterValue) -> tuple[str, Sequence[Any]]:
    return _noted("lacks", LACKS, value)


def _noted(column: str, bits: dict[str, int], value: ui.FilterValue) -> tuple[str, Sequence[Any]]:
    if value.relation in {"set", "not_set"}:
        text = NOTED.format("")
        return (text if value.relation == "set" else f"NOT {text}"), []
    sign = "<>" if value.relation == "is" else "="
    return NOTED.format(f" AND q.{column} & %s {sign} 0"), [bits[value.value]]


def people_url(scope: Scope, *filters: str) -> str:
    """The People list with these filters, as "quality:is:email", of a source or a segment."""
    kind, name = scope
    narrowed = {"source": [f"source:is:{name}"], "segment": [f"segment:is:{name}"]}.get(kind, [])
    asked = [("f", one) for one in (*filters, *narrowed)]
    return f"{reverse('contacts:contact_list')}?{urlencode(asked)}"
