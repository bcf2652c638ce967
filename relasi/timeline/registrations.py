"""What the rest of the house shows and reads of the timeline."""

from django.utils.translation import gettext_lazy, ngettext

from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.ui import public as ui

from . import sentences
from .visit_words import SOURCES
from .web import devices, history, timeline

VIEW = ("contacts", "view")
SOURCES_VIEW = ("sources", "view")


def register() -> None:
    relations.register("events", "timeline_event_of_people")
    relations.register("visits", "timeline_session")
    contacts.register_sources(SOURCES)
    sentences.register()
    ui.register_panel("customer.timeline", ui.Panel("timeline", 10, VIEW, timeline.panel))
    ui.register_panel("customer.left", ui.Panel("devices", 40, VIEW, devices.panel))
    ui.register_panel("customer.latest", ui.Panel("timeline", 10, VIEW, timeline.latest))
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="sources",
            label=gettext_lazy("Sources"),
            url_name="timeline:source_list",
            icon="radio-tower",
            rights=SOURCES_VIEW,
            order=55,
            group="data",
        )
    )
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="identity",
            label=gettext_lazy("Identity"),
            url_name="timeline:identity",
            icon="fingerprint",
            rights=("settings", "view"),
            order=55,
            group="data",
        )
    )
    ui.register_nav(
        ui.NavItem(
            job="settings",
            key="history",
            label=gettext_lazy("History"),
            url_name="timeline:history",
            icon="archive",
            rights=SOURCES_VIEW,
            order=59,
            group="data",
        )
    )
    ui.register_panel("today.main", ui.Panel("history", 0, SOURCES_VIEW, history.today))
    ui.register_action(
        ui.NavAction(
            "new_source",
            gettext_lazy("New source"),
            "timeline:source_new",
            "radio-tower",
            ("sources", "edit"),
        )
    )
    contacts.register_holding(contacts.Holding("timeline_event_by_contact", _events, stays=False))


def _events(count: int) -> str:
    return ngettext("%(n)d event", "%(n)d events", count) % {"n": count}
