"""What the rest of the house shows of webhooks."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.ui import public as ui

from .models import Endpoint


def register() -> None:
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="webhooks",
            label=gettext_lazy("Webhooks"),
            url_name="webhooks:webhook_list",
            icon="webhook",
            rights=("webhooks", "view"),
            order=57,
            group="data",
        )
    )
    ui.register_action(
        ui.NavAction(
            "new_webhook",
            gettext_lazy("New webhook"),
            "webhooks:webhook_new",
            "webhook",
            ("webhooks", "edit"),
        )
    )
    ui.register_banner(_gone)


def _gone(request: HttpRequest) -> ui.Banner | None:
    """Until somebody switches it on again or deletes it."""
    if not ui.may(request, ("webhooks", "edit")):
        return None
    row = Endpoint.objects.filter(gone_at__isnull=False).order_by("-gone_at").first()
    if row is None:
        return None
    return ui.Banner(
        _("The webhook “%(name)s” is switched off: its receiver wants no more messages.")
        % {"name": row.name},
        _("Look at it"),
        reverse("webhooks:webhook", args=[row.pk]),
        icon="webhook",
    )
