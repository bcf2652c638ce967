from django.urls import URLPattern, path

from relasi.accounts.public import resource

from . import race, race_rows

app_name = "reports"

urlpatterns: list[URLPattern] = [
    path("insights/race/", resource(obj="reports", show=race.show), name="race"),
    path(
        "insights/race/<int:weeks>/<int:until>/<slug:measure>/",
        resource(obj="reports", show=race_rows.show),
        name="race_rows",
    ),
]
