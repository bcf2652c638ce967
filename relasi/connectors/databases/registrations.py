"""What the rest of the house shows of databases."""

from django.utils.translation import gettext_lazy as _

from relasi.ui import public as ui


def register() -> None:
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="databases",
            label=_("Databases"),
            url_name="databases:database_list",
            icon="database",
            rights=("settings", "view"),
            order=56,
            group="data",
        )
    )
