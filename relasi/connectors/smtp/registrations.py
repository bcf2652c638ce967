"""What the rest of the house uses and shows of SMTP."""

from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.messaging import public as messaging
from relasi.ui import public as ui

from . import staff_mail
from .queries import sink_in_use, staff_sender
from .transport import SmtpTransport


def register() -> None:
    messaging.register_transport("email", SmtpTransport())
    messaging.register_sender("email", staff_sender)
    accounts.register_postman(staff_mail.carry, ready=staff_mail.is_ready)
    ui.register_nav(
        ui.NavItem(
            job="marketing",
            key="outbox",
            label=_("Outbox"),
            url_name="smtp:outbox",
            icon="mails",
            rights=("deliveries", "view"),
            order=90,
            only_if=lambda _request: sink_in_use(),
        )
    )
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="mail_server",
            label=_("Mail server"),
            url_name="smtp:mail_server",
            icon="server",
            rights=("settings", "view"),
            order=58,
            group="data",
        )
    )
