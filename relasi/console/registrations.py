"""What the console tells the packages below when it starts."""

from django.utils.translation import gettext_lazy as _

from relasi.ui import public as ui

ASK = ("sql", "view")


def register() -> None:
    ui.register_nav(
        ui.NavItem(
            job="insights",
            key="sql",
            label=_("SQL"),
            url_name="console:console",
            icon="square-terminal",
            rights=ASK,
            order=90,
        )
    )
