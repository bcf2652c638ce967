"""The texts people are shown when they are asked, every version of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from relasi.accounts import public as accounts
from relasi.consent.models import Channel, Text
from relasi.consent.rules import ASKED, TEXT_NAME, text_name
from relasi.kernel.errors import NotFound, Refused

LANGUAGES = ("en", "id")


@dataclass(frozen=True, slots=True)
class TextCard:
    """One version. Version 0 are the words of the house, shown until somebody publishes others."""

    id: int
    channel: str
    purpose: str
    language: str
    version: int
    words: str
    published_at: datetime | None
    published_by: str

    @property
    def name(self) -> str:
        """What a statement names it by; empty for the words of the house."""
        if not self.version:
            return ""
        return text_name(self.channel, self.purpose, self.language, self.version)


def language_of(*codes: str) -> str:
    """The language somebody is asked in: the first of these that there are texts in, else the
    house's.
    """
    wanted = (code[:2].lower() for code in codes)
    known = next((one for one in wanted if one in LANGUAGES), "")
    return known or _house_language()


def _house_language() -> str:
    wanted = accounts.organisation().language[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def find_text(name: str) -> TextCard | None:
    """A published version by its name."""
    found = TEXT_NAME.fullmatch(name)
    if found is None:
        return None
    channel, purpose, language, version = found.groups()
    rows = Text.objects.filter(channel=channel, purpose=purpose, language=language)
    row = rows.filter(version=int(version)).first()
    return _card(row) if row else None


def text_named(name: str) -> TextCard:
    """Raises Refused for a name that no published text has."""
    card = find_text(name)
    if card is None:
        raise Refused(
            _(
                "No consent text is called “%(name)s”. Settings, Consent texts lists them all, as"
                " in email.marketing.en.1."
            )
            % {"name": name[:80]},
            field="text",
        )
    return card


def texts_shown(language: str) -> dict[tuple[str, str], TextCard]:
    """What is shown now for everything that is asked, to a reader of this language: the newest
    version in it, else in the organisation's, else the words of the house.
    """
    fallback = accounts.organisation().language[:2]
    wanted = {language, fallback}
    newest = _newest(wanted)
    return {
        (channel, purpose): newest.get((channel, purpose, language))
        or newest.get((channel, purpose, fallback))
        or _of_the_house(channel, purpose, language)
        for channel, purposes in ASKED.items()
        for purpose in purposes
    }


def newest_texts() -> dict[tuple[str, str, str], TextCard]:
    """The newest version by channel, purpose and language, where there is one."""
    return _newest(set(LANGUAGES))


def versions_of(channel: str, purpose: str) -> list[TextCard]:
    """Every version of what is asked for this, the newest first. Raises NotFound."""
    if purpose not in ASKED.get(channel, ()):
        raise NotFound(_("Nobody is asked for this. Choose another text in the list."))
    rows = Text.objects.filter(channel=channel, purpose=purpose)
    return [_card(row) for row in rows.order_by("-published_at", "-pk")]


def every_text() -> Iterator[TextCard]:
    rows = Text.objects.order_by("channel", "purpose", "language", "version")
    return (_card(row) for row in rows.iterator())


def house_words(channel: str, purpose: str, language: str) -> str:
    return _of_the_house(channel, purpose, language).words


def _newest(languages: set[str]) -> dict[tuple[str, str, str], TextCard]:
    rows = Text.objects.filter(language__in=languages)
    last = rows.order_by().values("channel", "purpose", "language").annotate(newest=Max("pk"))
    found = Text.objects.filter(pk__in=[row["newest"] for row in last])
    return {(row.channel, row.purpose, row.language): _card(row) for row in found}


def _card(row: Text) -> TextCard:
    return TextCard(
        row.pk,
        row.channel,
        row.purpose,
        row.language,
        row.version,
        row.words,
        row.published_at,
        row.published_by,
    )


def _of_the_house(channel: str, purpose: str, language: str) -> TextCard:
    with translation.override(language):
        words = _sentence(purpose, _said_of(channel), written=channel not in {"web", "data"})
    return TextCard(0, channel, purpose, language, 0, words, None, "")


def _said_of(channel: str) -> str:
    if channel == Channel.EMAIL:
        return pgettext("by which way", "e-mail")
    if channel == Channel.PUSH:
        return pgettext("by which way", "web push")
    if channel == Channel.PHONE:
        return pgettext("by which way", "phone")
    return str(Channel(channel).label)


def _sentence(purpose: str, channel: str, *, written: bool) -> str:
    sentences = {
        "marketing": _("I would like to get offers and news by %(channel)s."),
        "collect": _("My visits to the web site and the apps may be measured."),
        "profile": _("My visits may be joined with what you know about me."),
        "export": _("My data may be passed on to others."),
        "training": _("Your models may learn from what I did."),
        "personalise": _("What I get by %(channel)s may be made to suit me.")
        if written
        else _("The web site and the apps may be made to suit me."),
    }
    return sentences[purpose] % {"channel": channel}
