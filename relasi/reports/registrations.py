"""What reports tells the packages below when it starts."""

from django.utils.translation import gettext_lazy as _

from relasi.ui import public as ui


def register() -> None:
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
