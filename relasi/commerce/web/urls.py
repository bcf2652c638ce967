"""Addresses of orders, products and exchange rates."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import (
    exchange_rates,
    order,
    order_list,
    product,
    product_edit,
    product_list,
    waiting_list,
)

app_name = "commerce"

orders = partial(resource, obj="orders")
products = partial(resource, obj="products")
settings = partial(resource, obj="settings")
EDIT = {"show": "edit"}

urlpatterns: list[URLPattern] = [
    path("orders/", orders(show=order_list.show), name="order_list"),
    path("orders/waiting/", orders(show=waiting_list.show), name="waiting_orders"),
    path("people/<int:contact_id>/orders/", orders(show=order_list.show), name="orders_of"),
    path("orders/<int:order_id>/", orders(show=order.show), name="order"),
    path("orders/<int:order_id>/cancel/", orders(create=order.cancel), name="order_cancel"),
    path("orders/<int:order_id>/complete/", orders(create=order.complete), name="order_complete"),
    path("orders/<int:order_id>/returns/", orders(create=order.take_back), name="order_returns"),
    path("products/", products(show=product_list.show), name="product_list"),
    path(
        "products/new/",
        products(show=product_edit.show_new, create=product_edit.create, actions=EDIT),
        name="product_new",
    ),
    path("products/<int:product_id>/", products(show=product.show), name="product"),
    path(
        "products/<int:product_id>/edit/",
        products(show=product_edit.show, update=product_edit.update, actions=EDIT),
        name="product_edit",
    ),
    path(
        "settings/exchange-rates/",
        settings(show=exchange_rates.show, create=exchange_rates.create),
        name="exchange_rates",
    ),
    path(
        "settings/exchange-rates/<int:rate_id>/",
        settings(destroy=exchange_rates.destroy, actions={"destroy": "edit"}),
        name="exchange_rate",
    ),
]
