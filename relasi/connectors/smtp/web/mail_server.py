"""Settings, Mail server: the server, trying it, and the step after which mails leave."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.connectors.smtp.actions import (
    ServerIn,
    confirm_server,
    save_server,
    try_server,
    use_sink,
)
from relasi.connectors.smtp.models import MailServer
from relasi.connectors.smtp.queries import ServerCard, chosen_server
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


class ServerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    host = forms.CharField(label=gettext_lazy("Server"), max_length=253)
    port = forms.IntegerField(label=gettext_lazy("Port"))
    security = forms.ChoiceField(
        label=gettext_lazy("Security"), choices=MailServer.Security.choices
    )
    username = forms.CharField(label=gettext_lazy("User name"), max_length=200, required=False)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    staff_sender = forms.EmailField(
        label=gettext_lazy("Mails to colleagues come from"), required=False
    )
    connections = forms.IntegerField(label=gettext_lazy("Connections at once"))


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, ServerForm(initial=_initial(chosen_server())))


def update(request: HttpRequest) -> HttpResponse:
    """Save; it is not used before it is confirmed."""
    form = ServerForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        given = ServerIn(**form.cleaned_data)
        save_server(given=given, by=accounts.actor_of(request), now=clock.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, form, 422)
    ui.toast(request, _("Saved. Mails wait until you confirm it."))
    return redirect("smtp:mail_server")


def destroy(request: HttpRequest) -> HttpResponse:
    try:
        use_sink(by=accounts.actor_of(request))
    except Refused as refusal:
        form = ServerForm(initial=_initial(chosen_server()))
        return _page(request, form, 422, problem=refusal.sentence)
    ui.toast(request, _("Mails stay on this machine again."))
    return redirect("smtp:mail_server")


def attempt(request: HttpRequest) -> HttpResponse:
    """Try the saved server; nothing is sent."""
    form = ServerForm(initial=_initial(chosen_server()))
    try:
        try_server(by=accounts.actor_of(request))
    except Refused as refusal:
        return _page(request, form, 422, problem=refusal.sentence)
    return _page(request, form, tried=True)


def confirm(request: HttpRequest) -> HttpResponse:
    confirm_server(by=accounts.actor_of(request), now=clock.now())
    ui.toast(request, _("From now on mails leave this machine."))
    return redirect("smtp:mail_server")


def _initial(card: ServerCard | None) -> dict[str, object]:
    if card is None:
        return {"port": 587, "security": "starttls", "connections": 4}
    return {name: getattr(card, name) for name in ServerForm.base_fields if name != "password"}


def _page(
    request: HttpRequest,
    form: ServerForm,
    status: int = 200,
    *,
    problem: str = "",
    tried: bool = False,
) -> HttpResponse:
    actor = accounts.actor_of(request)
    context = {
        "form": form,
        "server": chosen_server(),
        "problem": problem,
        "tried": tried,
        "may_edit": accounts.may(actor, "edit", "settings"),
    }
    return render(request, "smtp/mail_server.html", context, status=status)
