"""Addresses of scheduled exports."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import export, export_edit, export_list

app_name = "exports"

settings = partial(resource, obj="settings")
EDIT = {"show": "edit"}
ONE = "settings/exports/<int:export_id>/"

urlpatterns: list[URLPattern] = [
    path("settings/exports/", settings(show=export_list.show), name="export_list"),
    path(
        "settings/exports/new/",
        settings(show=export_edit.show_new, create=export_edit.create, actions=EDIT),
        name="export_new",
    ),
    path(
        ONE,
        settings(
            show=export.show,
            create=export.create,
            update=export.update,
            destroy=export.destroy,
            actions={"destroy": "edit"},
        ),
        name="export",
    ),
    path(
        f"{ONE}edit/",
        settings(show=export_edit.show, update=export_edit.update, actions=EDIT),
        name="export_edit",
    ),
    path(f"{ONE}file/", settings(show=export.fetch), name="export_file"),
]
