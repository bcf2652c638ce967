"""Programs' keys, and making one. Its secret is in this answer and never again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts.actions.keys import add_key
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.keys import keys
from relasi.kernel import clock

from .forms import KeyForm, attempt


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, KeyForm(by=actor_of(request)))


def create(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    form = KeyForm(request.POST, by=by)
    made = attempt(form, lambda: add_key(**form.cleaned_data, by=by, now=clock.now()))
    if made is None:
        return _page(request, form, status=422)
    response = _page(request, KeyForm(by=by), secret=made.secret)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest, form: KeyForm, *, status: int = 200, secret: str = ""
) -> HttpResponse:
    context = {"form": form, "keys": keys(), "secret": secret}
    return render(request, "accounts/key_list.html", context, status=status)
