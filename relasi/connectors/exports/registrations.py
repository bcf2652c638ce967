"""What the rest of the house shows of exports."""

from django.utils.translation import gettext_lazy as _

from relasi.ui import public as ui


def register() -> None:
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="exports",
            label=_("Scheduled exports"),
            url_name="exports:export_list",
            icon="calendar-sync",
            rights=("settings", "view"),
            order=57,
            group="data",
        )
    )
