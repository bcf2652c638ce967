"""Addresses of the timeline."""

from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import devices, timeline

app_name = "timeline"

urlpatterns: list[URLPattern] = [
    path(
        "people/devices/<int:sighting_id>/away/",
        resource(obj="contacts", create=devices.undo),
        name="device_away",
    ),
    path(
        "people/devices/<int:sighting_id>/back/",
        resource(obj="contacts", create=devices.restore),
        name="device_back",
    ),
    path(
        "people/<int:contact_id>/timeline/",
        resource(obj="contacts", show=timeline.show),
        name="timeline",
    ),
]
