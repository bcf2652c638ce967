"""Settings: what other currencies are worth."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.commerce.actions.rating import remove_rate, set_rate
from relasi.commerce.queries.rates import base_currency, rates
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


class RateForm(forms.Form):
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3)
    rate = forms.DecimalField(label=gettext_lazy("Worth"), max_digits=18, decimal_places=8)
    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}))


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, RateForm(initial={"since": timezone.localtime(clock.now()).date()}))


def create(request: HttpRequest) -> HttpResponse:
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            set_rate(**form.cleaned_data, by=actor_of(request), now=clock.now())
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            ui.toast(request, _("The rate is kept. It holds for orders recorded from now on."))
            return redirect("commerce:exchange_rates")
    return _page(request, form, status=422)


def destroy(request: HttpRequest, rate_id: int) -> HttpResponse:
    remove_rate(rate_id=rate_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The rate is gone. Orders keep the amounts they have."))
    return redirect("commerce:exchange_rates")


def _page(request: HttpRequest, form: RateForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "rates": rates(),
        "base": base_currency(),
        "editor": ui.may(request, ("settings", "edit")),
    }
    return render(request, "commerce/exchange_rates.html", context, status=status)
