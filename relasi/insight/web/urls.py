"""Addresses of insight."""

from functools import partial

from django.urls import URLPattern, URLResolver, path

from relasi.accounts.public import resource

from . import computation, lifecycle, rfm

app_name = "insight"

insights = partial(resource, obj="insight")

urlpatterns: list[URLPattern | URLResolver] = [
    path("insights/rfm/", insights(show=rfm.show), name="rfm"),
    path(
        "insights/lifecycle/",
        insights(show=lifecycle.show, create=lifecycle.create),
        name="lifecycle",
    ),
    path(
        "insights/computation/",
        insights(show=computation.show, create=computation.create),
        name="computation",
    ),
]
