"""Templates: the list."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.messaging.merge_words import spoken
from relasi.messaging.models import Template
from relasi.messaging.queries.templates import found_templates
from relasi.ui import public as ui
from relasi.ui.public import Action, Column, EmptyState, Filter, ListSpec, ListState, Row

SORTS = {"name": "name", "changed": "updated_at"}
HEADER = ("name", "subject", "changed_at")


def spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="templates",
        title=_("Templates"),
        columns=(
            Column("name", _("Name")),
            Column("subject", _("Subject"), sortable=False),
            Column("changed", _("Changed"), "date"),
        ),
        filters=(Filter("archived", _("Put away"), "boolean"),),
        default_sort="-changed",
        export_name="templates",
        empty=EmptyState(
            _("No templates yet"),
            _("A template is a mail you write once and send to many, each with their own words."),
            _new() if ui.may(request, ("templates", "edit")) else None,
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    listed = spec(request)
    state = ui.list_state(request, listed)
    found = _found(state)
    if ui.wants_csv(request):
        accounts.record(accounts.actor_of(request), "exported", "templates", at=clock.now())
        return ui.csv_stream(
            "templates", HEADER, found.values_list("name", "subject", "updated_at")
        )
    shown = found[state.offset : state.offset + state.limit]
    response: HttpResponse = ui.render_list(
        request,
        listed,
        state,
        [_row(template) for template in shown],
        found.count(),
        primary=_new() if ui.may(request, ("templates", "edit")) else None,
    )
    return response


def _new() -> Action:
    return Action(_("New template"), reverse("messaging:template_new"), "plus")


def _found(state: ListState) -> QuerySet[Template]:
    archived = any(value.key == "archived" and value.yes for value in state.filters)
    found = found_templates(state.search.split(), archived=archived)
    order = SORTS[state.sort]
    return found.order_by(f"-{order}" if state.descending else order, "pk")


def _row(template: Template) -> Row:
    return Row(
        template.pk,
        reverse("messaging:template", args=[template.pk]),
        {
            "name": template.name,
            "subject": spoken(template.subject),
            "changed": template.updated_at,
        },
        selectable=False,
    )
