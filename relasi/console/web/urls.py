"""Addresses of the console."""

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import console, file, question_list, saved_list

app_name = "console"

# Asking changes nothing: whoever may look may ask, and stop what they asked.
ASK = {"create": "view", "destroy": "view"}

urlpatterns: list[URLPattern] = [
    path(
        "insights/sql/",
        resource(
            obj="sql",
            show=console.show,
            create=console.create,
            destroy=console.destroy,
            actions=ASK,
        ),
        name="console",
    ),
    path(
        "insights/sql/file/",
        resource(obj="sql", create=file.create, actions={"create": "export"}),
        name="file",
    ),
    path("insights/sql/history/", resource(obj="sql", show=question_list.show), name="history"),
    path(
        "insights/sql/saved/",
        resource(obj="sql", show=saved_list.show, create=saved_list.create),
        name="saved_list",
    ),
    path(
        "insights/sql/saved/<int:query_id>/",
        resource(obj="sql", destroy=saved_list.destroy, actions={"destroy": "edit"}),
        name="saved",
    ),
]
