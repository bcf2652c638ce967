"""On the timeline, what happened to a mail leads to the campaign it belongs to.

These stand in the place of messaging's sentences, which know no campaign.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.timeline.public import EventCard, Sentence

from .queries.cards import names

MAIL_EVENTS = ("email sent", "email opened", "link clicked", "unsubscribed")


def mail_sentences(events: Sequence[EventCard]) -> dict[int, Sentence]:
    """All events of one name on a page at once: one question for the campaigns' names."""
    known = names({event.campaign_id for event in events if event.campaign_id})
    return {event.id: _sentence(event, known) for event in events}


def _sentence(event: EventCard, known: dict[int, str]) -> Sentence:
    icon, title = _told(event)
    name = known.get(event.campaign_id or 0)
    return Sentence(
        icon,
        title,
        rest=name or str(event.properties.get("title", "")),
        note=event.url if event.name == "link clicked" else "",
        url=reverse("campaigns:campaign", args=[event.campaign_id]) if name else "",
        channel="mail",
    )


def _told(event: EventCard) -> tuple[str, str]:
    if event.name == "email sent":
        return "send", _("Was sent a mail")
    if event.name == "email opened":
        words = _("A machine fetched the mail") if event.by_machine else _("Opened the mail")
        return "mail-open", words
    if event.name == "link clicked":
        words = _("A machine followed a link in") if event.by_machine else _("Clicked a link in")
        return "mouse-pointer-click", words
    return "mail-x", _("Unsubscribed by a link in")
