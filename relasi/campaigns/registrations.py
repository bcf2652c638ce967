"""What campaigns tells the packages below when it starts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.timeline import public as timeline
from relasi.ui import public as ui

from .sentences import MAIL_EVENTS, mail_sentences
from .web import panels

VIEW = ("campaigns", "view")


def register() -> None:
    relations.register("campaigns", "campaigns_campaign")
    relations.register("recipients", "campaigns_recipient")
    contacts.register_holding(contacts.Holding("campaigns_recipient", _places))
    for name in MAIL_EVENTS:
        timeline.register_sentences(name, mail_sentences)
    ui.register_panel("customer.side", ui.Panel("campaigns", 60, VIEW, panels.why_and_why_not))
    ui.register_nav(
        ui.NavItem(
            job="marketing",
            key="campaigns",
            label=_("Campaigns"),
            url_name="campaigns:campaign_list",
            icon="megaphone",
            rights=VIEW,
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


def _places(count: int) -> str:
    return ngettext("%(n)d place in a campaign", "%(n)d places in campaigns", count) % {"n": count}
