from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import quality, race, race_rows

app_name = "reports"

urlpatterns: list[URLPattern] = [
    path(
        "quality/",
        resource(obj="reports", show=quality.show, create=quality.create),
        name="quality",
    ),
    path("insights/race/", resource(obj="reports", show=race.show), name="race"),
    path(
        "insights/race/<int:weeks>/<int:until>/<slug:measure>/",
        resource(obj="reports", show=race_rows.show),
        name="race_rows",
    ),
]
