"""The Companies list: a page, a part of it for htmx, or the whole of it as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.queries import company_list as companies
from relasi.contacts.queries.fields import CustomFieldCard, custom_fields
from relasi.contacts.queries.people import Total, Where, total
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, ListState, Row

from . import fields, words
from .people_spec import custom_filter, owner_choices

EDIT = ("companies", "edit")


def company_spec(request: HttpRequest) -> ListSpec:
    custom = custom_fields("company")
    new = Action(_("Company"), reverse("contacts:company_new"), "plus")
    return ListSpec(
        key="companies",
        title=_("Companies"),
        columns=(
            Column("name", _("Name")),
            Column("people", _("People"), "number", sortable=False),
            Column("industry", _("Industry"), sortable=False, wide_only=True),
            Column("domain", _("Domain"), sortable=False, wide_only=True),
            Column("country", _("Country"), sortable=False, wide_only=True, default=False),
            Column("owner", _("Owner"), sortable=False, wide_only=True),
            *(
                Column(f"fields.{f.key}", f.label, sortable=False, wide_only=True, default=False)
                for f in custom
            ),
            Column("created", _("Added"), "date", wide_only=True),
        ),
        filters=(
            Filter("owner", _("Owner"), "choice", owner_choices),
            Filter("industry", _("Industry"), "text"),
            Filter("city", _("City"), "text"),
            Filter("country", _("Country"), "choice", words.country_choices),
            Filter("domain", _("Domain"), "text"),
            Filter("created", _("Added"), "date"),
            *(custom_filter(field) for field in custom),
        ),
        default_sort="name",
        export_name="companies" if ui.may(request, ("companies", "export")) else "",
        empty=EmptyState(
            _("The organisations your people belong to"),
            _("Put people under their company, and see what it is worth as a whole."),
            new if ui.may(request, EDIT) else None,
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = company_spec(request)
    state = ui.list_state(request, spec)
    actor = actor_of(request)
    if ui.wants_csv(request):
        return _export(request, state)
    where = companies.conditions(state, visible_owners(actor, "view", "companies"))
    ids = companies.company_ids(state, where)
    short = state.page == 1 and len(ids) < state.limit
    counted = Total(len(ids)) if short else total(Where() & where, table="contacts_company")
    new = Action(_("Company"), reverse("contacts:company_new"), "plus")
    custom = custom_fields("company")
    response: HttpResponse = ui.render_list(
        request,
        spec,
        state,
        [_row(row, custom) for row in companies.company_rows(ids)],
        counted.number,
        total_is_estimate=counted.about,
        primary=new if ui.may(request, EDIT) else None,
    )
    return response


def _row(row: companies.CompanyRow, custom: tuple[CustomFieldCard, ...]) -> Row:
    card = row.card
    own = {f"fields.{f.key}": fields.shown(f, card.fields.get(f.key)) for f in custom}
    return Row(
        card.id,
        reverse("contacts:company", args=[card.id]),
        own
        | {
            "name": Cell(card.name, note=card.city, who="org"),
            "people": Cell(card.people, url=_people_url(card.id)) if card.people else 0,
            "industry": card.industry,
            "domain": card.domain,
            "country": words.country_name(card.country),
            "owner": row.owner,
            "created": card.created_at,
        },
    )


def _people_url(company_id: int) -> str:
    return f"{reverse('contacts:company', args=[company_id])}#people"


def _export(request: HttpRequest, state: ListState) -> HttpResponseBase:
    actor = actor_of(request)
    where = companies.conditions(state, visible_owners(actor, "export", "companies"))
    accounts.record(actor, "exported", "companies", at=clock.now(), query=state.asked_by)
    custom = custom_fields("company")
    plain = ("name", "domain", "industry", "city", "country", "people", "created_at")

    def lines() -> Iterator[list[Any]]:
        for ids in companies.stream_company_ids(state, where):
            for row in companies.company_rows(ids):
                own = [row.card.fields.get(field.key) for field in custom]
                known = (getattr(row.card, key) for key in plain)
                yield [row.card.id, *known, row.owner, *own]

    header = ["id", *plain, "owner", *(field.label for field in custom)]
    return ui.csv_stream("companies", header, lines())
