"""What importing tells the house when it starts: its targets, and where it is found."""

from django.utils.translation import gettext_lazy as _

from relasi.ui import public as ui

from .companies import COMPANIES
from .people import PEOPLE
from .targets import register_import_target

VIEW = ("imports", "view")
EDIT = ("imports", "edit")


def register_own() -> None:
    register_import_target(PEOPLE)
    register_import_target(COMPANIES)
    ui.register_nav(
        ui.NavItem(
            job="customers",
            key="imports",
            label=_("Imports"),
            url_name="contacts:import_list",
            icon="file-up",
            rights=VIEW,
            order=40,
        )
    )
    ui.register_action(
        ui.NavAction("new_import", _("Import a file"), "contacts:import_new", "file-up", EDIT)
    )
