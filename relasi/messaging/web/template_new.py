"""A new template: its name; the rest is written in the editor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.messaging.actions.templates import add_template

from .forms import NewTemplateForm


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, NewTemplateForm(), 200)


def create(request: HttpRequest) -> HttpResponse:
    """An empty one, and on to the editor."""
    form = NewTemplateForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        template_id = add_template(
            name=form.cleaned_data["name"], by=accounts.actor_of(request), now=clock.now()
        )
    except Refused as refusal:
        form.add_error("name", refusal.sentence)
        return _page(request, form, 422)
    return redirect("messaging:template", template_id)


def _page(request: HttpRequest, form: NewTemplateForm, status: int) -> HttpResponse:
    return render(request, "messaging/template_new.html", {"form": form}, status=status)
