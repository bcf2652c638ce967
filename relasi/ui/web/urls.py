from django.urls import URLPattern, path

from . import catalogue, palette, preferences

app_name = "ui"

urlpatterns: list[URLPattern] = [
    path("ui/", catalogue.show, name="catalogue"),
    path("palette/", palette.show, name="palette"),
    path("preferences/theme/", preferences.theme, name="theme"),
    path("preferences/language/", preferences.language, name="language"),
    path("preferences/keys/", preferences.keys, name="keys"),
]
