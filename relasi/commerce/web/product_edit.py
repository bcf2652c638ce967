"""A product is added or changed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.commerce.actions.catalogue import add_product, change_product, ensure_category
from relasi.commerce.queries.products import categories, product_card
from relasi.commerce.queries.rates import base_currency
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui


class ProductForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    sku = forms.CharField(label=gettext_lazy("Number"), max_length=120)
    category = forms.CharField(label=gettext_lazy("Category"), max_length=300, required=False)
    brand = forms.CharField(label=gettext_lazy("Brand"), max_length=160, required=False)
    price = forms.DecimalField(
        label=gettext_lazy("Price"), required=False, max_digits=15, decimal_places=2
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, min_length=3)
    is_active = forms.BooleanField(label=gettext_lazy("On sale"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def show_new(request: HttpRequest) -> HttpResponse:
    return _page(request, ProductForm(initial={"currency": base_currency(), "is_active": True}))


def create(request: HttpRequest) -> HttpResponse:
    def add(values: dict[str, Any]) -> int:
        values.pop("is_active")
        return add_product(**values, by=actor_of(request), now=clock.now())

    return _save(request, add, None)


def show(request: HttpRequest, product_id: int) -> HttpResponse:
    card = product_card(product_id)
    initial = {name: getattr(card, name, None) for name in ProductForm.base_fields}
    paths = {category.id: category.path for category in categories()}
    initial["category"] = " / ".join(paths.get(card.category_id or 0, ()))
    return _page(request, ProductForm(initial=initial), product_id)


def update(request: HttpRequest, product_id: int) -> HttpResponse:
    product_card(product_id)

    def change(values: dict[str, Any]) -> int:
        version = request.POST.get("version", "")
        change_product(
            product_id=product_id,
            changes=values,
            expected_version=row_number(version),
            by=actor_of(request),
            now=clock.now(),
        )
        return product_id

    return _save(request, change, product_id)


def _save(
    request: HttpRequest, do: Callable[[dict[str, Any]], int], product_id: int | None
) -> HttpResponse:
    form = ProductForm(request.POST)
    if form.is_valid():
        values = dict(form.cleaned_data)
        values.pop("version")
        category = values.pop("category")
        try:
            values["category_id"] = ensure_category(category.split("/")) if category else None
            saved = do(values | {"currency": values["currency"].upper()})
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            ui.toast(request, _("The product is saved."))
            return redirect("commerce:product", saved)
    return _page(request, form, product_id, status=422)


def _page(
    request: HttpRequest, form: ProductForm, product_id: int | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "product": product_card(product_id) if product_id else None,
        "paths": [" / ".join(category.path) for category in categories()],
    }
    return render(request, "commerce/product_edit.html", context, status=status)
