"""Writing down what a source is: adding one, changing one."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Conflict, Refused
from relasi.kernel.numbers import row_number
from relasi.timeline.actions.origins import read_origins
from relasi.timeline.actions.sources import (
    MOST_DAYS,
    UNREAD_DAYS,
    add_source,
    change_source,
)
from relasi.timeline.models import Source
from relasi.timeline.queries.sources import SourceCard, source_card
from relasi.ui import public as ui

FASTEST = 1_000_000
_NEW = {
    "kind": Source.Kind.WEBSITE,
    "consent_mode": Source.ConsentMode.COOKIELESS,
    "unread_days": UNREAD_DAYS,
}


class SourceForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Source.Kind.choices)
    origins = forms.CharField(
        label=gettext_lazy("Origins"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4, "placeholder": "https://shop.example"}),
        help_text=gettext_lazy(
            "The web sites a browser may send from, each on its own line, as in"
            " https://shop.example. Empty: from any."
        ),
    )
    per_second = forms.IntegerField(
        label=gettext_lazy("Events a second"),
        required=False,
        min_value=1,
        max_value=FASTEST,
        help_text=gettext_lazy("More are refused and sent again by the client. Empty: no limit."),
    )
    consent_mode = forms.ChoiceField(
        label=gettext_lazy("Before a visitor consents"),
        choices=Source.ConsentMode.choices,
        help_text=gettext_lazy(
            "What becomes of events that carry no choice, whichever library sends them: what"
            " somebody chose always counts, and so does a browser that says no to all sites"
            " (Global Privacy Control). A server is taken to know what it sends."
        ),
    )
    unread_days = forms.IntegerField(
        label=gettext_lazy("Days to keep what cannot be read"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy(
            "How many days an event that cannot be read waits in quarantine where nobody agreed"
            " to be known. It waits without its network address, and is deleted after that."
        ),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_origins(self) -> list[str]:
        """Said at once with whatever else is wrong, not one after the other."""
        try:
            return read_origins(self.cleaned_data["origins"].splitlines())
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None

    @property
    def said(self) -> dict[str, object]:
        """What the verbs take."""
        values = dict(self.cleaned_data)
        values.pop("version")
        return values


def show_new(request: HttpRequest) -> HttpResponse:
    return _page(request, SourceForm(initial=_NEW), None)


def create(request: HttpRequest) -> HttpResponse:
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            source_id = add_source(**form.said, by=actor_of(request), now=clock.now())  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            ui.toast(request, _("The source is there. Now connect it."))
            return redirect("timeline:source_connect", source_id)
    return _page(request, form, None, status=422)


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    card = source_card(source_id)
    initial = {name: getattr(card, name) for name in SourceForm.base_fields}
    initial["origins"] = "\n".join(card.origins)
    return _page(request, SourceForm(initial=initial), card)


def update(request: HttpRequest, source_id: int) -> HttpResponse:
    card = source_card(source_id)
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            change_source(
                source_id=source_id,
                expected_version=row_number(request.POST.get("version", "")),
                by=actor_of(request),
                now=clock.now(),
                **form.said,  # type: ignore[arg-type]
            )
        except Conflict as conflict:
            data = request.POST.copy()
            data["version"] = str(card.version)
            form.data = data
            form.add_error(None, conflict.sentence)
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            ui.toast(request, _("The source is saved."))
            return redirect("timeline:source_edit", source_id)
    return _page(request, form, card, status=422)


def _page(
    request: HttpRequest, form: SourceForm, card: SourceCard | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "source": card,
        "tab": "settings",
        "may_delete": ui.may(request, ("sources", "delete")),
    }
    return render(request, "timeline/source_edit.html", context, status=status)
