"""The People list: a page, a part of it for htmx, or the whole of it as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts import registry
from relasi.contacts.queries import people
from relasi.contacts.queries.fields import custom_fields
from relasi.contacts.queries.people import PersonRow
from relasi.contacts.sources import source_called
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Cell, Column, ListState, Row

from . import fields, words
from .people_spec import import_action, people_spec


def show(request: HttpRequest) -> HttpResponseBase:
    spec = people_spec(request)
    state = ui.list_state(request, spec)
    actor = actor_of(request)
    if ui.wants_csv(request):
        return _export(request, state)
    where = people.conditions(state, visible_owners(actor, "view", "contacts"))
    found = people.answer(state, where)
    editor = ui.may(request, ("contacts", "edit"))
    response: HttpResponse = ui.render_list(
        request,
        spec,
        state,
        list(_rows(people.person_rows(found.ids, _keys(state.columns)), state)),
        found.total.number,
        total_is_estimate=found.total.about,
        primary=ui.Action(_("Person"), reverse("contacts:contact_new"), "plus") if editor else None,
        second=import_action(request),
    )
    return response


def _keys(columns: Sequence[Column]) -> set[str]:
    return {column.key for column in columns}


def _rows(rows: Sequence[PersonRow], state: ListState) -> Iterator[Row]:
    columns = state.columns
    with_city = all((f.key, f.relation) != ("city", "is") for f in state.filters)
    custom = {f"fields.{f.key}": f for f in custom_fields("contact")}
    money = {c.key for c in columns if c.kind == "money"}
    currency = accounts.organisation().currency if money else ""
    for row in rows:
        cells: dict[str, Any] = _own_cells(row, with_city=with_city)
        cells |= {key: fields.shown(f, row.fields.get(f.key)) for key, f in custom.items()}
        cells |= {
            key: Cell(value, currency=currency) if key in money and _is_bare(value) else value
            for key, value in row.more.items()
        }
        yield Row(
            row.id,
            reverse("contacts:contact", args=[row.id]),
            cells,
            aside_url=reverse("contacts:contact_aside", args=[row.id]),
        )


def _is_bare(value: object) -> bool:
    return not isinstance(value, Cell | SafeString)


def _own_cells(row: PersonRow, *, with_city: bool) -> dict[str, Any]:
    """The city stands beside the name, unless a filter has said it already."""
    note = row.city if with_city else ""
    return {
        "name": Cell(row.called or _("No name"), note=note, who="person"),
        "email": _clipped(row.email),
        "phone": row.phone,
        "company": _clipped(row.company),
        "job_title": row.job_title,
        "city": row.city,
        "region": row.region,
        "country": words.country_name(row.country),
        "language": words.language_name(row.language) if row.language else "",
        "born_on": row.born_on,
        "source": source_called(row.source),
        "owner": row.owner,
        "tags": _tags(row.tags),
        "created": row.created_at,
        "updated": row.updated_at,
    }


MOST_TAGS = 1


def _clipped(text: str) -> SafeString | str:
    """Cut with dots where the table is narrow; whole under the pointer."""
    return format_html('<span class="cell-clip" title="{}">{}</span>', text, text) if text else ""


def _tags(tags: Sequence[str]) -> SafeString | str:
    """The first, and how many more."""
    if not tags:
        return ""
    more = len(tags) - MOST_TAGS
    shown = [*tags[:MOST_TAGS], *([f"+{more}"] if more > 0 else [])]
    return format_html_join(" ", '<span class="tag">{}</span>', ((name,) for name in shown))


def _export(request: HttpRequest, state: ListState) -> HttpResponseBase:
    """Every person the list finds, with every field, in its order."""
    actor = actor_of(request)
    where = people.conditions(state, visible_owners(actor, "export", "contacts"))
    accounts.record(actor, "exported", "contacts", at=clock.now(), query=state.asked_by)
    custom = custom_fields("contact")
    more = [column for column in registry.columns() if not column.cells]
    header = [
        "id",
        *(str(label) for label in EXPORTED.values()),
        *(field.label for field in custom),
        *(str(column.label) for column in more),
    ]

    def lines() -> Iterator[list[Any]]:
        for ids in people.stream_ids(state, where):
            for row in people.person_rows(ids, {column.key for column in more}):
                yield [
                    row.id,
                    *(_flat(getattr(row, key)) for key in EXPORTED),
                    *(_flat(row.fields.get(field.key)) for field in custom),
                    *(row.more.get(column.key) for column in more),
                ]

    return ui.csv_stream("people", header, lines())


# Named as the import knows them, so that an exported file can be brought in again.
EXPORTED = {
    "called": "name",
    "given_name": "given_name",
    "family_name": "family_name",
    "email": "email",
    "phone": "phone",
    "job_title": "job_title",
    "company": "company",
    "city": "city",
    "region": "region",
    "country": "country",
    "language": "language",
    "born_on": "born_on",
    "source": "source",
    "owner": "owner",
    "tags": "tags",
    "created_at": "created_at",
    "updated_at": "updated_at",
}


def _flat(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, tuple) else value
