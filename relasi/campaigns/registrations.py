"""What campaigns tells the packages below when it starts."""

from django.utils.translation import gettext_lazy as _

from relasi.engine import relations
from relasi.ui import public as ui


def register() -> None:
    relations.register("campaigns", "campaigns_campaign")
    relations.register("recipients", "campaigns_recipient")
    # The ledger is messaging's; its rows are joined to the draw, never changed from here.
    relations.register("deliveries", "messaging_delivery")
    _register_pages()


def _register_pages() -> None:
    ui.register_nav(
        ui.NavItem(
            job="marketing",
            key="campaigns",
            label=_("Campaigns"),
            url_name="campaigns:campaign_list",
            icon="megaphone",
            rights=("campaigns", "view"),
            order=10,
        )
    )
    ui.register_action(
        ui.NavAction(
            "new_campaign",
            _("New campaign"),
            "campaigns:campaign_new",
            "megaphone",
            ("campaigns", "edit"),
        )
    )
