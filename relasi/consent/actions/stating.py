"""What a person said: kept as it was said, and made to hold when it is the newest."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor
from relasi.consent.events import ConsentsStated, Made
from relasi.consent.models import Channel, Consent, Purpose
from relasi.consent.queries.texts import text_named
from relasi.consent.rules import ASKED
from relasi.kernel import bus
from relasi.kernel.errors import Refused

# The row comparison is rules.Statement.rank: whatever arrives last, the newest holds.
HOLD = """
INSERT INTO consent_permission (contact_id, channel, purpose, granted, stated_at, source)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (contact_id, channel, purpose) DO UPDATE
SET granted = excluded.granted, stated_at = excluded.stated_at, source = excluded.source
WHERE (excluded.stated_at, NOT excluded.granted, excluded.source COLLATE "C")
    > (consent_permission.stated_at, NOT consent_permission.granted,
       consent_permission.source COLLATE "C")
"""


def grant(  # noqa: PLR0913 - a verb, all by name
    *,
    contact_id: int,
    channel: str,
    purpose: str,
    source: str,
    wording: str = "",
    text: str = "",
    text_id: int | None = None,
    proof: dict[str, Any] | None = None,
    stated_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Record a yes and return the statement's id. `stated_at` is `now` when not given.

    `text` names the version of the text it was given to ("email.marketing.en.3"), or `text_id`
    by its number; without one `wording` holds the words.
    """
    return _state(
        granted=True,
        contact_id=contact_id,
        channel=channel,
        purpose=purpose,
        source=source,
        wording=wording,
        text_id=_text(text, channel, purpose) if text else text_id,
        proof=proof,
        stated_at=stated_at,
        by=by,
        now=now,
    )


def withdraw(  # noqa: PLR0913 - a verb, all by name
    *,
    contact_id: int,
    channel: str,
    purpose: str,
    source: str,
    wording: str = "",
    text: str = "",
    text_id: int | None = None,
    proof: dict[str, Any] | None = None,
    stated_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Record a no and return the statement's id. Everything as for `grant`."""
    return _state(
        granted=False,
        contact_id=contact_id,
        channel=channel,
        purpose=purpose,
        source=source,
        wording=wording,
        text_id=_text(text, channel, purpose) if text else text_id,
        proof=proof,
        stated_at=stated_at,
        by=by,
        now=now,
    )


@transaction.atomic
def _state(  # noqa: PLR0913 - a verb, all by name
    *,
    granted: bool,
    contact_id: int,
    channel: str,
    purpose: str,
    source: str,
    wording: str,
    text_id: int | None,
    proof: dict[str, Any] | None,
    stated_at: datetime | None,
    by: Actor,
    now: datetime,
) -> int:
    said_at = stated_at or now
    _check(channel=channel, purpose=purpose, source=source, said_at=said_at, now=now)
    statement = Consent.objects.create(
        contact_id=contact_id,
        channel=channel,
        purpose=purpose,
        granted=granted,
        stated_at=said_at,
        source=source.strip(),
        wording=wording,
        text_id=text_id,
        proof=proof or {},
        recorded_by=by.label,
        recorded_at=now,
    )
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [contact_id, channel, purpose, granted, said_at, statement.source])
    made = Made(statement.pk, contact_id, channel, purpose, granted, statement.source, said_at)
    bus.publish(ConsentsStated((made,)))
    return statement.pk


def _text(name: str, channel: str, purpose: str) -> int:
    card = text_named(name)
    if (card.channel, card.purpose) != (channel, purpose):
        raise Refused(
            _("“%(name)s” is a text for something else. Name a version of “%(about)s”.")
            % {"name": name, "about": f"{channel}.{purpose}"},
            field="text",
        )
    return card.id


def _check(*, channel: str, purpose: str, source: str, said_at: datetime, now: datetime) -> None:
    if channel not in Channel.values:
        raise Refused(
            _("“%(word)s” is not a channel. Choose one of: %(words)s.")
            % {"word": channel, "words": ", ".join(Channel.values)},
            field="channel",
        )
    if purpose not in Purpose.values:
        raise Refused(
            _("“%(word)s” is not a purpose. Choose one of: %(words)s.")
            % {"word": purpose, "words": ", ".join(Purpose.values)},
            field="purpose",
        )
    if purpose not in ASKED[channel]:
        raise Refused(
            _("Nobody is asked for “%(purpose)s” by “%(channel)s”. Choose one of: %(words)s.")
            % {"purpose": purpose, "channel": channel, "words": ", ".join(ASKED[channel])},
            field="purpose",
        )
    if not source.strip():
        raise Refused(_("Say where the statement comes from, a form or a call."), field="source")
    if said_at > now:
        raise Refused(_("A statement cannot lie in the future. Check the date."), field="stated_at")
