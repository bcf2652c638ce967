"""Writing down a request that came by mail, phone, letter or in person."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.requests.actions.opening import LONGEST_WISH, open_request
from relasi.requests.models import Request
from relasi.ui import public as ui

VIAS = [(v.value, v.label) for v in (Request.Via.MAIL, Request.Via.PHONE, Request.Via.LETTER,
                                     Request.Via.COUNTER)]  # fmt: skip


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What they ask"), choices=Request.Kind.choices)
    via = forms.ChoiceField(label=gettext_lazy("How it came"), choices=VIAS)
    address = forms.CharField(
        label=gettext_lazy("Their e-mail address or phone"),
        max_length=320,
        help_text=gettext_lazy("The person is found by it. Leave it as they wrote it."),
    )
    received_at = forms.DateTimeField(
        label=gettext_lazy("Received"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        help_text=gettext_lazy("The clock runs from then. Empty: now."),
    )
    law = forms.ChoiceField(
        label=gettext_lazy("Law"),
        required=False,
        choices=[("", gettext_lazy("By their country")), *Request.Law.choices],
    )
    wish = forms.CharField(
        label=gettext_lazy("In their words"),
        required=False,
        max_length=LONGEST_WISH,
        widget=forms.Textarea({"rows": 4}),
    )


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, RequestForm())


def create(request: HttpRequest) -> HttpResponse:
    form = RequestForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        came: datetime | None = said.pop("received_at")
        try:
            request_id = open_request(
                **said, received_at=came, by=actor_of(request), now=clock.now()
            )
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            ui.toast(request, _("The request is written down, and its clock runs."))
            return redirect("requests:request", request_id)
    return _page(request, form, status=422)


def _page(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    return render(request, "requests/request_new.html", {"form": form}, status=status)
