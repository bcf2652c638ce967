"""Where privacy is found: under Settings, and on the page of a person."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from relasi.contacts import public as contacts
from relasi.ui import public as ui

from .actions.asking import why_bound

VIEW = ("privacy", "view")


def register() -> None:
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="catalogue",
            label=_("Data catalogue"),
            url_name="privacy:catalogue",
            icon="book-lock",
            rights=VIEW,
            order=90,
            group="privacy",
        )
    )
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="erasures",
            label=_("Erasures"),
            url_name="privacy:erasure_list",
            icon="eraser",
            rights=VIEW,
            order=85,
            group="privacy",
        )
    )
    contacts.register_bound(why_bound)
    ui.register_panel("customer.left", ui.Panel("privacy", 90, VIEW, _panel))


def _panel(request: HttpRequest, contact_id: int) -> SafeString:
    return render_to_string("privacy/panel.html", {"contact_id": contact_id}, request)
