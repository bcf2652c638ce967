"""Addresses of the house itself."""

from django.urls import URLPattern, path

from relasi.accounts.public import resource
from relasi.project.sample import page as sample

from . import today, today_race

app_name = "project"

urlpatterns: list[URLPattern] = [
    path("", resource(obj=None, show=today.show), name="today"),
    path("today/race/", resource(obj="reports", show=today_race.show), name="today_race"),
    path(
        "sample/",
        resource(
            obj="settings",
            show=sample.show,
            destroy=sample.destroy,
            actions={"show": "edit", "destroy": "edit"},
        ),
        name="sample",
    ),
]
