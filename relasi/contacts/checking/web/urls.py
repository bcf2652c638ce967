"""Addresses of checks and findings; contacts.web.urls takes them in."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import check, findings

people = partial(resource, obj="contacts")

urlpatterns: list[URLPattern] = [
    path("quality/addresses/", people(show=findings.show), name="address_findings"),
    path(
        "quality/addresses/correct/",
        people(create=findings.change("correct")),
        name="addresses_correct",
    ),
    path(
        "quality/addresses/invalid/",
        people(create=findings.change("invalid")),
        name="addresses_invalid",
    ),
    path("quality/addresses/leave/", people(create=findings.leave), name="addresses_leave"),
    path("quality/addresses/look/", people(create=findings.take_up), name="addresses_take_up"),
    path(
        "quality/addresses/check/",
        people(show=check.show, create=check.create),
        name="address_check",
    ),
    path(
        "quality/addresses/check/<int:check_id>/stop/",
        people(create=check.stop),
        name="address_check_stop",
    ),
]
