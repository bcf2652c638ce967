"""Changing many people from the list: first what, then every change, then it is made."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.actions.bulk import Chosen, propose
from relasi.contacts.queries import people
from relasi.contacts.queries.fields import custom_fields
from relasi.contacts.queries.tags import tags
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui

from .forms.person import PersonForm
from .people_spec import owner_choices, people_spec

TITLES = {
    "tag": gettext_lazy("Tag people"),
    "untag": gettext_lazy("Remove a tag"),
    "owner": gettext_lazy("Assign people"),
    "field": gettext_lazy("Edit a field of many"),
    "delete": gettext_lazy("Delete people"),
}
FIELDS = ("city", "region", "country", "language", "time_zone", "source", "job_title")


def create(kind: str) -> Callable[[HttpRequest], HttpResponse]:
    """From the list comes who, from this page's form what; then the change is proposed.
    Deleting has no what: it is proposed at once.
    """

    def view(request: HttpRequest) -> HttpResponse:
        choice = ui.bulk_choice(request, people_spec(request))
        if request.POST.get("propose") != "1" and kind != "delete":
            return _page(request, kind, choice)
        try:
            change_id = propose(
                kind=kind,
                detail=_detail(kind, request),
                chosen=_chosen(request, choice, "delete" if kind == "delete" else "edit"),
                query=choice.query_string,
                by=actor_of(request),
                now=clock.now(),
            )
        except Refused as refused:
            return _page(request, kind, choice, refused)
        return redirect("contacts:bulk_change", change_id)

    return view


def _chosen(request: HttpRequest, choice: ui.BulkChoice, action: str) -> Chosen:
    """Those whom this person may change, of the ticked ones or of all that the list finds."""
    owners = visible_owners(actor_of(request), action, "contacts")
    if choice.all_rows:
        return people.all_ids_sql(people.conditions(choice.state, owners))
    where = people.Where() & ("c.id = ANY(%s)", [list(choice.ids)])
    if owners is not None:
        where &= ("c.owner_id = ANY(%s)", [sorted(owners)])
    return people.all_ids_sql(where)


def _detail(kind: str, request: HttpRequest) -> Mapping[str, Any]:
    post = request.POST
    if kind == "delete":
        return {}
    if kind in {"tag", "untag"}:
        return {"tag": post.get("tag", "")}
    if kind == "owner":
        owner = post.get("owner_id", "")
        return {"owner_id": row_number(owner)}
    key = post.get("key", "")
    return {"key": key, "value": post.get("value", "")}


def _page(
    request: HttpRequest, kind: str, choice: ui.BulkChoice, refused: Refused | None = None
) -> HttpResponse:
    context = {
        "kind": kind,
        "title": TITLES[kind],
        "choice": choice,
        "all_tags": tags(),
        "owners": owner_choices(),
        "fields": field_choices(),
        "typed": request.POST,
        "problem": refused.sentence if refused else "",
        "problem_field": refused.field if refused else "",
    }
    status = 422 if refused else 200
    return render(request, "contacts/bulk.html", context, status=status)


def field_choices() -> list[tuple[str, str]]:
    """The fields that many people may share a value of."""
    plain = [(name, str(PersonForm.base_fields[name].label)) for name in FIELDS]
    return plain + [(f"fields.{f.key}", f.label) for f in custom_fields("contact")]


def field_label(key: str) -> str:
    return dict(field_choices()).get(key, _("Field"))
