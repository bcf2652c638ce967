"""What people allowed or refused before, as far as a batch needs it."""

from collections.abc import Iterable, Mapping

from django.db import connection

from relasi.consent import public as consent
from relasi.kernel.arrays import words_of
from relasi.timeline.rules.consenting import Answer

CHANNEL = "web"
# How a statement names itself that came with an event (gating.hear).
HEARD = "web: "
# What stands among the answers of a person whose data are kept and not used.
RESTRICTED = "restricted"
Answers = Mapping[str, Answer]


def contacts_of(user_ids: Iterable[str]) -> dict[str, int]:
    """Those of these people who are known."""
    wanted = list(user_ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, contact_id FROM contacts_identity"
            " WHERE kind = 'external' AND value = ANY(%s::text[])",
            [words_of(wanted)],
        )
        return dict(cursor.fetchall())


def answers_of(contact_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """By purpose; who never said anything is not there. Of a no that came with an event also the
    browser, which alone may take it back.
    """
    standing = consent.standing(set(contact_ids), CHANNEL)
    refused = {
        contact_id
        for contact_id, cards in standing.items()
        if any(not card.granted and card.source.startswith(HEARD) for card in cards)
    }
    browsers = consent.browsers(refused, CHANNEL)
    return {
        contact_id: {
            card.purpose: Answer(
                card.granted,
                card.stated_at,
                card.source.startswith(HEARD),
                browsers.get((contact_id, card.purpose), ""),
            )
            for card in cards
        }
        for contact_id, cards in standing.items()
    }
