from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from . import catalogue, palette, preferences

app_name = "ui"

View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Holds nothing of anybody: what `accounts` calls a public page."""
    view.rights = "public"  # type: ignore[attr-defined]
    return view


urlpatterns: list[URLPattern] = [
    path("ui/", open_to_all(catalogue.show), name="catalogue"),
    path("ui/list/", open_to_all(catalogue.sample_list), name="catalogue_list"),
    path("ui/aside/<int:row_id>/", open_to_all(catalogue.sample_aside), name="catalogue_aside"),
    path("ui/bulk/", open_to_all(catalogue.sample_bulk), name="catalogue_bulk"),
    path("ui/empty/", open_to_all(catalogue.sample_empty), name="catalogue_empty"),
    path("palette/", open_to_all(palette.show), name="palette"),
    path("preferences/theme/", open_to_all(preferences.theme), name="theme"),
    path("preferences/language/", open_to_all(preferences.language), name="language"),
    path("preferences/keys/", open_to_all(preferences.keys), name="keys"),
]
