"""What the rest of the house shows and reads of messaging."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.timeline import public as timeline
from relasi.ui import public as ui

from . import confirming

SOURCES = {
    "preference page": pgettext_lazy("source", "preference page"),
    "unsubscribe link": pgettext_lazy("source", "unsubscribe link"),
}


def register() -> None:
    relations.register("mailings", "messaging_mailing")
    relations.register("deliveries", "messaging_delivery")
    relations.register("hits", "messaging_hit")
    relations.register("unsubscriptions", "messaging_unsubscription")
    contacts.register_holding(contacts.Holding("messaging_delivery", _messages))
    contacts.register_sources(SOURCES)
    confirming.register()
    for name, make in SENTENCES.items():
        timeline.register_sentence(name, make)
    ui.register_nav(
        ui.NavItem(
            job="marketing",
            key="templates",
            label=gettext_lazy("Templates"),
            url_name="messaging:template_list",
            icon="mail",
            rights=("templates", "view"),
            order=20,
        )
    )


def _messages(count: int) -> str:
    return ngettext("%(n)d message", "%(n)d messages", count) % {"n": count}


def _title(event: timeline.EventCard) -> str:
    return str(event.properties.get("title", ""))


def _sent(event: timeline.EventCard) -> timeline.Sentence:
    return timeline.Sentence("send", _("Was sent a mail"), rest=_title(event), channel="mail")


def _opened(event: timeline.EventCard) -> timeline.Sentence:
    words = _("A machine fetched the mail") if event.by_machine else _("Opened the mail")
    return timeline.Sentence("mail-open", words, rest=_title(event), channel="mail")


def _clicked(event: timeline.EventCard) -> timeline.Sentence:
    words = _("A machine followed a link in") if event.by_machine else _("Clicked a link in")
    return timeline.Sentence(
        "mouse-pointer-click", words, rest=_title(event), note=event.url, channel="mail"
    )


def _left(event: timeline.EventCard) -> timeline.Sentence:
    return timeline.Sentence(
        "mail-x", _("Unsubscribed by a link in"), rest=_title(event), channel="mail"
    )


SENTENCES = {
    "email sent": _sent,
    "email opened": _opened,
    "link clicked": _clicked,
    "unsubscribed": _left,
}
