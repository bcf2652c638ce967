"""Addresses of segments."""

from functools import partial

from django.urls import URLPattern, URLResolver, path

from relasi.accounts.public import resource

from . import segment, segment_archive, segment_list, segment_refresh

app_name = "audience"

segments = partial(resource, obj="segments")
# Posting a draft counts people and changes nothing; saving asks for the right to edit itself.
DRAFT = {"create": "view"}
EDIT = {"destroy": "edit"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("segments/", segments(show=segment_list.show), name="segment_list"),
    path(
        "segments/new/",
        segments(show=segment.show_new, create=segment.create_new, actions=DRAFT),
        name="segment_new",
    ),
    path(
        "segments/<int:segment_id>/",
        segments(show=segment.show, create=segment.create, actions=DRAFT),
        name="segment",
    ),
    path(
        "segments/<int:segment_id>/archive/",
        segments(create=segment_archive.create, destroy=segment_archive.destroy, actions=EDIT),
        name="segment_archive",
    ),
    path(
        "segments/<int:segment_id>/refresh/",
        segments(create=segment_refresh.create),
        name="segment_refresh",
    ),
]
