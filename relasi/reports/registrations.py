"""What reports tells the packages below when it starts."""

from django.utils.translation import gettext_lazy as _

from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.ui import public as ui

from .web import quality_filters


def register() -> None:
    relations.register("person_quality", "reports_personquality")
    contacts.register_derived("reports_personquality", "contact_id")
    quality_filters.register()
    ui.register_nav(
        ui.NavItem(
            job="customers",
            key="quality",
            label=_("List quality"),
            url_name="reports:quality",
            icon="gauge",
            rights=("reports", "view"),
            order=40,
        )
    )
    ui.register_nav(
        ui.NavItem(
            job="insights",
            key="race",
            label=_("RACE"),
            url_name="reports:race",
            icon="chart-spline",
            rights=("reports", "view"),
            order=10,
        )
    )
