"""How the timeline's own events read. Packages above register theirs."""

from django.utils.translation import gettext as _

from relasi.consent import public as consent
from relasi.contacts import public as contacts

from .registry import register_sentence
from .sentences_of_clients import WORDS, teller
from .values import EventCard, Sentence


def register() -> None:
    for name, tell in {
        "page viewed": _page_viewed,
        "screen viewed": _screen_viewed,
        "identified": _identified,
        "group joined": _group_joined,
        "signed up": _signed_up,
        "note written": _note_written,
        "contacts merged": _contacts_merged,
        "consent granted": _consent_granted,
        "consent withdrawn": _consent_withdrawn,
    }.items():
        register_sentence(name, tell)
    for name, words in WORDS.items():
        register_sentence(name, teller(words))


def came_by(event: EventCard) -> str:
    if event.source == "direct":
        return _("Came directly")
    if not event.source:
        return ""
    return _("Came by %(source)s") % {"source": contacts.source_called(event.source)}


def address(event: EventCard) -> str:
    """Of the page, as people write it; what is said behind the question mark the visit tells."""
    page = event.url.partition("?")[0]
    return page.partition("://")[2] or page


def _page_viewed(event: EventCard) -> Sentence:
    return Sentence("mouse-pointer-2", _("Looked at a page"), note=" · ".join(
        filter(None, (address(event), came_by(event)))
    ), channel="web")  # fmt: skip


def _screen_viewed(event: EventCard) -> Sentence:
    return Sentence("smartphone", _("Looked at a screen"), note=_named(event, "name"))


def _identified(event: EventCard) -> Sentence:
    return Sentence(
        "fingerprint", _("Said who they are"), note=_named(event, "user_id"), channel="people"
    )


def _group_joined(event: EventCard) -> Sentence:
    return Sentence(
        "users", _("Belongs to a group"), note=_named(event, "group_id"), channel="people"
    )


def _named(event: EventCard, key: str) -> str:
    return str(event.properties.get(key, ""))[:200]


def _signed_up(event: EventCard) -> Sentence:
    return Sentence("user-plus", _("Signed up"), note=came_by(event), channel="feedback")


def _note_written(event: EventCard) -> Sentence:
    return Sentence(
        "sticky-note",
        str(event.properties.get("author", "")),
        rest=_("left a note"),
        bubble=str(event.properties.get("body", "")),
        channel="note",
    )


def _contacts_merged(event: EventCard) -> Sentence:
    del event
    return Sentence("merge", _("Joined with another contact"), channel="people")


def _consent_granted(event: EventCard) -> Sentence:
    return Sentence(
        "shield-check",
        _("Agreed"),
        rest=_about(event),
        note=contacts.source_called(event.source),
        channel="service",
    )


def _consent_withdrawn(event: EventCard) -> Sentence:
    return Sentence(
        "shield-x",
        _("Refused"),
        rest=_about(event),
        note=contacts.source_called(event.source),
        channel="service",
    )


def _about(event: EventCard) -> str:
    """To be reached by e-mail: offers and news."""
    channel, purpose = event.properties.get("channel"), event.properties.get("purpose")
    by = dict(consent.channels()).get(str(channel), channel)
    what = dict(consent.purposes()).get(str(purpose), purpose)
    return f"{by}: {what}"
