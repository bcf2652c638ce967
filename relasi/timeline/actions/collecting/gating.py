"""What may be kept of a batch, and of whom: consent, before anything else is done with it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from relasi.consent import public as consent
from relasi.kernel.arrays import words_of
from relasi.timeline.rules.arriving import Arrived, Incoming, mapping
from relasi.timeline.rules.consenting import (
    NOTHING_SAID,
    Answer,
    Stated,
    allowed,
    anonymous,
    day_id,
    disguised,
    newest,
    stated,
)

from .erased import withhold_erased
from .known_sources import Known
from .people import Profiles
from .sorting import Sorted
from .visitors import Visitors

CHANNEL, BY = "web", "system"
# What stands among the answers of a person whose data are kept and not used.
RESTRICTED = "restricted"
SALT = """
INSERT INTO timeline_daysalt (day, salt) VALUES (%s, %s) ON CONFLICT (day) DO NOTHING
"""
Said = tuple[Arrived, Incoming, Stated]
Held = Mapping[str, Mapping[str, Answer]]
Refused = Mapping[int, Mapping[str, Answer]]


def gate(
    found: Sorted, sources: Mapping[int, Known], visitors: Visitors, now: datetime
) -> list[Said]:
    """Take out of the fresh what may not be kept, and the names off what may not be known.

    Returns what people said about consent, with the events they said it by.
    """
    withhold_erased(found)
    said = [(a, i, _stated(a, i)) for a, i in found.fresh]
    held, refused = _held(said, visitors)
    unsaid = {number: allowed(NOTHING_SAID, {}, one.mode) for number, one in sources.items()}
    passed, salt = [], b""
    for arrived, incoming, words in said:
        owner = visitors.owner(incoming.anonymous_id)
        holds = held.get(incoming.user_id) if incoming.user_id else refused.get(owner)
        if holds and RESTRICTED in holds:
            found.withheld.append((arrived, incoming, RESTRICTED))
            continue
        if words is NOTHING_SAID and not holds:
            may = unsaid[arrived.source_id]
        else:
            may = allowed(words, holds or {}, sources[arrived.source_id].mode)
        if not may.keep:
            found.withheld.append((arrived, incoming, may.why))
        elif may.know:
            passed.append((arrived, incoming))
        elif may.follow and incoming.anonymous_id and not owner:
            passed.append((arrived, anonymous(incoming)))
            found.disguised.add(arrived.id)
        else:
            salt = salt or salt_of(now.date())
            passed.append((arrived, disguised(incoming, day_id(salt, arrived))))
            found.disguised.add(arrived.id)
    found.fresh = passed
    return list(_news(said, held))


def hear(
    said: Sequence[Said], people: Profiles, sources: Mapping[int, Known], now: datetime
) -> None:
    """Statements of people we know become lines of their ledger. `said` is what `gate` gave."""
    if not said:
        return
    unknown = {i.user_id for _a, i, _words in said} - set(people.contacts)
    known = {**people.contacts, **_contacts(unknown)}
    consent.hear(
        [
            consent.Heard(
                contact_id=known[incoming.user_id],
                channel=CHANNEL,
                purpose=purpose,
                granted=yes,
                stated_at=min(words.at or incoming.at, now),
                source=f"web: {sources[arrived.source_id].name}",
                proof=_proof(arrived, incoming, words),
                text=words.text_of(purpose),
            )
            for arrived, incoming, words in said
            if incoming.user_id in known
            for purpose, yes in words.says().items()
        ],
        by_label=BY,
        now=now,
    )


def salt_of(day: date) -> bytes:
    """The salt of this day; those of earlier days are thrown away."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_daysalt WHERE day < %s", [day])
        cursor.execute(SALT, [day, secrets.token_bytes(16)])
        cursor.execute("SELECT salt FROM timeline_daysalt WHERE day = %s", [day])
        return bytes(cursor.fetchone()[0])


def _stated(arrived: Arrived, incoming: Incoming) -> Stated:
    words = stated(incoming.context, signal=arrived.gpc)
    if words.at is None:
        return words
    return words.by_our_clock(arrived.received_at, incoming.sent_at)


def _held(said: Iterable[Said], visitors: Visitors) -> tuple[Held, Refused]:
    """By user id what its person stated before, for those we know; and what those refused whose
    browsers these are: a no holds there also where nobody is signed in, a yes does not.
    """
    contacts = _contacts({incoming.user_id for _a, incoming, _w in said if incoming.user_id})
    standing = consent.standing(visitors.owners().union(contacts.values()), CHANNEL)
    answers = {
        contact_id: {
            card.purpose: Answer(card.granted, card.stated_at, card.source.startswith("web: "))
            for card in cards
        }
        for contact_id, cards in standing.items()
    }
    held = {word: answers[who] for word, who in contacts.items() if who in answers}
    refused = {
        who: {purpose: answer for purpose, answer in said.items() if not answer.granted}
        for who, said in answers.items()
    }
    return held, refused


def _contacts(words: Iterable[str]) -> dict[str, int]:
    wanted = list(words)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, contact_id FROM contacts_identity"
            " WHERE kind = 'external' AND value = ANY(%s::text[])",
            [words_of(wanted)],
        )
        return dict(cursor.fetchall())


def _news(said: Iterable[Said], held: Held) -> Iterator[Said]:
    """Statements of people with a user id that count and are not what holds already, for the
    purposes of which that is so. Our own script says when it was chosen; without that, nobody
    chose.
    """
    for arrived, incoming, words in said:
        if not words.by or not incoming.user_id:
            continue
        if words.at is None and "mode" in mapping(incoming.context.get("consent")):
            continue
        holds = held.get(incoming.user_id, {})
        news = {
            purpose
            for purpose, yes in words.says().items()
            if _is_news(holds.get(purpose), words, yes=yes)
        }
        if news:
            yield arrived, incoming, words.only(news)


def _is_news(holds: Answer | None, words: Stated, *, yes: bool) -> bool:
    """A yes that does not undo the no that holds is no statement either."""
    return holds is None or (holds.granted != yes and newest(yes, words.at, holds) is yes)


def _proof(arrived: Arrived, incoming: Incoming, words: Stated) -> dict[str, object]:
    return {
        "source_id": arrived.source_id,
        "message_id": incoming.message_id[:200],
        "words": words.by,
        "page": incoming.url[:500],
        "ip": arrived.ip,
    }
