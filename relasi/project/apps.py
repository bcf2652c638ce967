from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectConfig(AppConfig):
    name = "relasi.project"

    def ready(self) -> None:
        from relasi.ui import public as ui

        from . import audit_words, data_catalogue, sending_state
        from .sample import page

        data_catalogue.register()
        audit_words.register()
        ui.register_banner(page.banner)
        ui.register_panel(
            "campaign.review", ui.Panel("sending", 10, ("campaigns", "view"), sending_state.notice)
        )
        ui.register_nav(
            ui.NavItem(
                job="today",
                key="today",
                label=_("Today"),
                url_name="project:today",
                icon="sun",
                order=0,
            )
        )
