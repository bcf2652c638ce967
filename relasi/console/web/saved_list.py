"""Saved queries: a name, and who wrote it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.console.actions.saving import delete_query, save_query
from relasi.console.queries.saved import SavedCard, cards, saved
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui
from relasi.ui.public import Action, Column, EmptyState, ListSpec, Row

SPEC = ListSpec(
    key="saved_queries",
    title=gettext_lazy("Saved queries"),
    columns=(
        Column("name", gettext_lazy("Name")),
        Column("author", gettext_lazy("Saved by"), sortable=False),
        Column("saved", gettext_lazy("Saved"), "date"),
    ),
    default_sort="name",
    empty=EmptyState(
        gettext_lazy("Keep the questions that come back"),
        gettext_lazy("Give a question a name, and everybody who may ask finds it here."),
    ),
)


def show(request: HttpRequest) -> HttpResponseBase:
    state = ui.list_state(request, SPEC)
    found = saved(state)
    page = [_row(card) for card in cards(list(found[state.offset : state.offset + state.limit]))]
    back = Action(_("SQL"), reverse("console:console"), "square-terminal")
    return ui.render_list(request, SPEC, state, page, found.count(), second=back)


def create(request: HttpRequest) -> HttpResponseBase:
    name, statement = (str(request.POST.get(key, "")) for key in ("name", "statement"))
    try:
        query = save_query(name=name, statement=statement, by=actor_of(request), now=clock.now())
    except Refused as refused:
        ui.toast(request, refused.sentence)
        return redirect("console:console")
    ui.toast(request, _("“%(name)s” is saved.") % {"name": name.strip()[:80]})
    return redirect(f"{reverse('console:console')}?saved={query}")


def destroy(request: HttpRequest, query_id: int) -> HttpResponseBase:
    name = delete_query(query_id=query_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("“%(name)s” is deleted.") % {"name": name})
    return redirect("console:console")


def _row(card: SavedCard) -> Row:
    url = f"{reverse('console:console')}?saved={card.id}"
    return Row(
        card.id,
        url,
        {"name": card.name, "author": card.author, "saved": card.saved_at},
        beneath=card.author,
    )
