"""Addresses of imports; contacts.web.urls takes them in."""

from functools import partial

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import (
    import_check,
    import_columns,
    import_difference,
    import_list,
    import_new,
    import_rows,
    import_run,
)

imports = partial(resource, obj="imports")
EDIT = {"show": "edit"}

urlpatterns: list[URLPattern] = [
    path("imports/", imports(show=import_list.show), name="import_list"),
    path(
        "imports/new/",
        imports(show=import_new.show, create=import_new.create, actions=EDIT),
        name="import_new",
    ),
    path(
        "imports/<int:run_id>/",
        imports(show=import_run.show, destroy=import_run.destroy, actions={"destroy": "edit"}),
        name="import_run",
    ),
    path(
        "imports/<int:run_id>/columns/",
        imports(show=import_columns.show, create=import_columns.create, actions=EDIT),
        name="import_columns",
    ),
    path(
        "imports/<int:run_id>/reading/",
        imports(create=import_columns.read),
        name="import_reading",
    ),
    path(
        "imports/<int:run_id>/difference/",
        imports(show=import_difference.show, create=import_difference.create, actions=EDIT),
        name="import_difference",
    ),
    path(
        "imports/<int:run_id>/check/",
        imports(show=import_check.show, create=import_check.create, actions=EDIT),
        name="import_check",
    ),
    path("imports/<int:run_id>/start/", imports(create=import_run.create), name="import_start"),
    path("imports/<int:run_id>/cancel/", imports(create=import_run.cancel), name="import_cancel"),
    path("imports/<int:run_id>/resume/", imports(create=import_run.resume), name="import_resume"),
    path("imports/<int:run_id>/undo/", imports(create=import_run.undo), name="import_undo"),
    path(
        "imports/<int:run_id>/report.csv",
        imports(show=import_rows.report, actions={"show": "export"}),
        name="import_report",
    ),
    path(
        "imports/<int:run_id>/<slug:figure>/",
        imports(show=import_rows.show),
        name="import_rows",
    ),
]
