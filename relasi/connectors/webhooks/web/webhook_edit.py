"""Writing down what a webhook is: adding one, changing one."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.connectors.webhooks.actions.keeping import add_endpoint, change_endpoint
from relasi.connectors.webhooks.kinds import KINDS
from relasi.connectors.webhooks.queries.endpoints import EndpointCard, endpoint_card
from relasi.kernel import clock
from relasi.kernel.errors import Conflict, Refused
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui

from .webhook_list import standing


class WebhookForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        widget=forms.TextInput(attrs={"placeholder": "https://", "inputmode": "url"}),
        help_text=gettext_lazy("Messages are posted here. Redirects are not followed."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told"),
        choices=[(kind.key, kind.label) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def said(self) -> dict[str, object]:
        """What the verbs take."""
        return {key: value for key, value in self.cleaned_data.items() if key != "version"}


def show_new(request: HttpRequest) -> HttpResponse:
    return _page(request, WebhookForm(initial={"kinds": [kind.key for kind in KINDS]}), None)


def create(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            endpoint_id = add_endpoint(**form.said, by=actor_of(request), now=clock.now())  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            ui.toast(request, _("The webhook is there. Give its secret to the receiver."))
            return redirect("webhooks:webhook_secret", endpoint_id)
    return _page(request, form, None, status=422)


def show(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    card = endpoint_card(endpoint_id)
    initial = {name: getattr(card, name) for name in WebhookForm.base_fields}
    return _page(request, WebhookForm(initial=initial), card)


def update(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    card = endpoint_card(endpoint_id)
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            change_endpoint(
                endpoint_id=endpoint_id,
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
            ui.toast(request, _("The webhook is saved."))
            return redirect("webhooks:webhook_edit", endpoint_id)
    return _page(request, form, card, status=422)


def _page(
    request: HttpRequest, form: WebhookForm, card: EndpointCard | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "endpoint": card,
        "standing": standing(card) if card else None,
        "tab": "settings",
        "may_delete": ui.may(request, ("webhooks", "delete")),
    }
    return render(request, "webhooks/webhook_edit.html", context, status=status)
