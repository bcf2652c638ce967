"""What may be kept of a batch, and of whom: consent, before anything else is done with it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from relasi.contacts import public as contacts
from relasi.timeline.rules.arriving import Arrived, Incoming, mapping, told
from relasi.timeline.rules.consenting import (
    NOTHING_SAID,
    Answer,
    Stated,
    allowed,
    anonymous,
    believed,
    day_id,
    disguised,
    newest,
    stated,
)

from .erased import withhold_erased
from .known_sources import Known
from .sorting import Sorted
from .standing import RESTRICTED, Answers, answers_of, contacts_of
from .visitors import Fresh, Visitors

SALT = """
INSERT INTO timeline_daysalt (day, salt) VALUES (%s, %s) ON CONFLICT (day) DO NOTHING
"""
Spoken = tuple[Arrived, Incoming, Stated]
Held = Mapping[str, Answers]


class Said(NamedTuple):
    """What people said about consent with the events of a batch, as far as it is news; the user
    ids that were known before it, and what their people had said.
    """

    words: Sequence[Spoken]
    known: Mapping[str, int]
    held: Held

    def refused_before(self, incoming: Incoming) -> set[str]:
        """The purposes. What is left of a yes to them (rules.believed) takes back what was
        refused at the same browser.
        """
        held = self.held.get(incoming.user_id, {})
        return {purpose for purpose, answer in held.items() if not answer.granted}


def gate(found: Sorted, sources: Mapping[int, Known], visitors: Visitors, now: datetime) -> Said:
    """Take out of the fresh what may not be kept, and the names off what may not be known."""
    withhold_erased(found)
    known = _known(found.fresh)
    held, refused = _held(known, visitors)
    said = [(a, i, _stated(a, i, held, sources)) for a, i in found.fresh]
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
    return Said(list(_news(said, held)), known, held)


def _known(fresh: Fresh) -> dict[str, int]:
    """Who each user id is, or will be by the addresses that come with it."""
    known = contacts_of({i.user_id for _a, i in fresh if i.user_id})
    new = [i for _a, i in fresh if i.user_id and i.user_id not in known and i.traits]
    return known | contacts.would_be_known(
        (incoming.user_id, said.email, said.phone)
        for incoming, said in ((i, told(i.traits)) for i in new)
    )


def salt_of(day: date) -> bytes:
    """The salt of this day; those of earlier days are thrown away."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_daysalt WHERE day < %s", [day])
        cursor.execute(SALT, [day, secrets.token_bytes(16)])
        cursor.execute("SELECT salt FROM timeline_daysalt WHERE day = %s", [day])
        return bytes(cursor.fetchone()[0])


def _stated(
    arrived: Arrived, incoming: Incoming, held: Held, sources: Mapping[int, Known]
) -> Stated:
    words = stated(incoming.context, signal=arrived.gpc)
    if words.at is not None:
        words = words.by_our_clock(arrived.received_at, incoming.sent_at)
    if words is NOTHING_SAID or sources[arrived.source_id].is_server:
        return words
    return believed(words, held.get(incoming.user_id, {}), incoming.anonymous_id)


def _held(known: Mapping[str, int], visitors: Visitors) -> tuple[Held, Mapping[int, Answers]]:
    """By user id what its person stated before, for those we know; and what those refused whose
    browsers these are: a no holds there also where nobody is signed in, a yes does not.
    """
    answers = answers_of(visitors.owners().union(known.values()))
    held = {word: answers[who] for word, who in known.items() if who in answers}
    refused = {
        who: {purpose: answer for purpose, answer in said.items() if not answer.granted}
        for who, said in answers.items()
    }
    return held, refused


def _news(said: Iterable[Spoken], held: Held) -> Iterator[Spoken]:
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
