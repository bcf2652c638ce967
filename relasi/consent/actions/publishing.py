"""The texts people are asked with: a change is a new version, the old ones stay as they were."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, authorise, record
from relasi.consent.models import Text
from relasi.consent.queries.texts import LANGUAGES
from relasi.consent.rules import ASKED, text_name
from relasi.kernel.errors import Refused

LONGEST = 2000
# Two colleagues who publish at once get two versions, one after the other.
IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('consent_text'))"


@transaction.atomic
def publish_text(  # noqa: PLR0913 - a verb, all by name
    *, channel: str, purpose: str, language: str, words: str, by: Actor, now: datetime
) -> str:
    """Show these words from now on; returns the name of the version, "email.marketing.en.3"."""
    authorise(by, "edit", "settings")
    words = "\n".join(line.rstrip() for line in words.strip().splitlines())
    _check(channel, purpose, language, words)
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN)
    of_it = Text.objects.filter(channel=channel, purpose=purpose, language=language)
    last = of_it.order_by("-version").first()
    if last is not None and last.words == words:
        raise Refused(_("These words hold already. Change them first."), field="words")
    row = Text.objects.create(
        channel=channel,
        purpose=purpose,
        language=language,
        version=last.version + 1 if last else 1,
        words=words,
        published_at=now,
        published_by=by.label,
    )
    name = text_name(channel, purpose, language, row.version)
    record(by, "published consent text", "consent", row.pk, at=now, text=name)
    return name


def _check(channel: str, purpose: str, language: str, words: str) -> None:
    if purpose not in ASKED.get(channel, ()):
        raise Refused(
            _("Nobody is asked for “%(purpose)s” by “%(channel)s”. Choose another text.")
            % {"purpose": purpose, "channel": channel},
            field="purpose",
        )
    if language not in LANGUAGES:
        raise Refused(
            _("“%(word)s” is no language of the texts. Choose one of: %(words)s.")
            % {"word": language, "words": ", ".join(LANGUAGES)},
            field="language",
        )
    if not words:
        raise Refused(_("Write what people are shown when they are asked."), field="words")
    if len(words) > LONGEST:
        raise Refused(
            _("The text is longer than %(longest)d characters. Shorten it.") % {"longest": LONGEST},
            field="words",
        )
