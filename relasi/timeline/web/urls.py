"""Addresses of the timeline."""

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import timeline

app_name = "timeline"

urlpatterns: list[URLPattern] = [
    path(
        "people/<int:contact_id>/timeline/",
        resource(obj="contacts", show=timeline.show),
        name="timeline",
    ),
]
