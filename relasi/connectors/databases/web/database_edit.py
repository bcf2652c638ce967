"""Writing down where a database is."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.connectors.databases.actions.keeping import DatabaseIn, save_database
from relasi.connectors.databases.clients.sqlite import folder
from relasi.connectors.databases.models import Database
from relasi.connectors.databases.queries.databases import DatabaseCard, database_card
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


class DatabaseForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Database.Kind.choices)
    host = forms.CharField(label=gettext_lazy("Server"), max_length=253, required=False)
    port = forms.IntegerField(
        label=gettext_lazy("Port"), required=False, help_text=gettext_lazy("Empty: the usual one.")
    )
    database = forms.CharField(label=gettext_lazy("Database"), max_length=200)
    security = forms.ChoiceField(label=gettext_lazy("Security"), choices=Database.Security.choices)
    username = forms.CharField(label=gettext_lazy("User name"), max_length=200, required=False)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def show_new(request: HttpRequest) -> HttpResponse:
    return _page(request, DatabaseForm(initial={"kind": "postgresql", "security": "verified"}))


def create(request: HttpRequest) -> HttpResponse:
    return _saved(request, None)


def show(request: HttpRequest, database_id: int) -> HttpResponse:
    card = database_card(database_id)
    names = [name for name in DatabaseForm.base_fields if name != "password"]
    return _page(request, DatabaseForm(initial={name: getattr(card, name) for name in names}), card)


def update(request: HttpRequest, database_id: int) -> HttpResponse:
    return _saved(request, database_card(database_id))


def _saved(request: HttpRequest, card: DatabaseCard | None) -> HttpResponse:
    form = DatabaseForm(request.POST)
    if form.is_valid():
        try:
            database_id = save_database(
                given=DatabaseIn(**form.cleaned_data),
                database_id=card.id if card else None,
                by=actor_of(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            ui.toast(request, _("The database is saved. Try whether it answers."))
            return redirect("databases:database", database_id)
    return _page(request, form, card, status=422)


def _page(
    request: HttpRequest, form: DatabaseForm, card: DatabaseCard | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "database": card, "folder": folder()}
    return render(request, "databases/database_edit.html", context, status=status)
