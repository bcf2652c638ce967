"""Addresses of privacy."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import catalogue_list, erasure, erasure_list, export, person

app_name = "privacy"

privacy = partial(resource, obj="privacy")
ERASURES = "settings/privacy/erasures/"

urlpatterns: list[URLPattern] = [
    path("settings/privacy/catalogue/", privacy(show=catalogue_list.show), name="catalogue"),
    path(ERASURES, privacy(show=erasure_list.show), name="erasure_list"),
    path(
        f"{ERASURES}allow/",
        privacy(
            show=erasure_list.show_allow,
            create=erasure_list.allow,
            actions={"show": "edit", "create": "edit"},
        ),
        name="allow_again",
    ),
    path(
        f"{ERASURES}<int:erasure_id>/",
        privacy(show=erasure.show, destroy=erasure.cancel),
        name="erasure",
    ),
    path(
        f"{ERASURES}<int:erasure_id>/receipt.json",
        privacy(show=erasure.receipt_file, actions={"show": "export"}),
        name="receipt",
    ),
    path(
        "people/<int:contact_id>/held/",
        privacy(show=person.show, destroy=person.destroy),
        name="person",
    ),
    path(
        "people/<int:contact_id>/held/export/",
        privacy(create=export.create, actions={"create": "export"}),
        name="export",
    ),
    path(
        "people/<int:contact_id>/held/exports/<int:export_id>/",
        privacy(create=export.link, actions={"create": "export"}),
        name="export_link",
    ),
    path(
        "settings/privacy/exports/<str:token>/",
        privacy(show=export.fetch, actions={"show": "export"}),
        name="export_download",
    ),
]
