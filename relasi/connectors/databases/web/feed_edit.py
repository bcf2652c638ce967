"""Writing down a query, what its rows are, and when it is read."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.connectors.databases.actions.keeping import FeedIn, save_feed
from relasi.connectors.databases.queries.databases import (
    DatabaseCard,
    FeedCard,
    database_card,
    feed_card,
)
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


class FeedForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    target = forms.ChoiceField(label=gettext_lazy("What its rows are"))
    statement = forms.CharField(
        label=gettext_lazy("Query"),
        max_length=50_000,
        widget=forms.Textarea({"rows": 8, "class": "font-mono", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One SELECT. It is read in a transaction that cannot write; use a role that may only"
            " read."
        ),
    )
    cursor_column = forms.CharField(
        label=gettext_lazy("Column that grows"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "As a number or the time of a change: next time only rows that are new from its last"
            " value on are read. Empty: all of them, each time."
        ),
    )
    every_hours = forms.IntegerField(
        label=gettext_lazy("Every so many hours"), required=False, min_value=1, max_value=744
    )
    daily_at = forms.TimeField(
        label=gettext_lazy("Daily at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy("Both empty: only when somebody says so."),
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        choices = [(t.key, str(t.label)) for t in contacts.importing.targets()]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]


def show_new(request: HttpRequest, database_id: int) -> HttpResponse:
    card = database_card(database_id)
    return _page(request, FeedForm(initial={"target": "contacts"}), card)


def create(request: HttpRequest, database_id: int) -> HttpResponse:
    return _saved(request, database_card(database_id), None)


def show(request: HttpRequest, feed_id: int) -> HttpResponse:
    feed = feed_card(feed_id)
    initial = {name: getattr(feed, name) for name in FeedForm.base_fields}
    return _page(request, FeedForm(initial=initial), database_card(feed.database_id), feed)


def update(request: HttpRequest, feed_id: int) -> HttpResponse:
    feed = feed_card(feed_id)
    return _saved(request, database_card(feed.database_id), feed)


def _saved(request: HttpRequest, database: DatabaseCard, feed: FeedCard | None) -> HttpResponse:
    form = FeedForm(request.POST)
    if form.is_valid():
        try:
            feed_id = save_feed(
                given=FeedIn(**form.cleaned_data),
                database_id=database.id,
                feed_id=feed.id if feed else None,
                by=actor_of(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            ui.toast(request, _("The feed is saved. Read it now to say what its columns are."))
            return redirect("databases:feed", feed_id)
    return _page(request, form, database, feed, status=422)


def _page(
    request: HttpRequest,
    form: FeedForm,
    database: DatabaseCard,
    feed: FeedCard | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "database": database, "feed": feed}
    return render(request, "databases/feed_edit.html", context, status=status)
