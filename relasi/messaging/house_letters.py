"""The kinds of letters the house writes by itself: what each says, and where it leads.

A package above registers its own. A letter answers what a person asked for; what could be taken
for an offer is a campaign.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relasi.messaging.models import Letter
from relasi.messaging.rules.content import Content


@dataclass(frozen=True, slots=True)
class LetterKind:
    """`name` is what it is called on the timeline. `content` is made in the reader's language and
    says {{ letter.… }} for what `words` gives by the numbers of the things they are about. A word
    that begins with "/" is an address of ours.
    """

    key: str
    name: Callable[[], str]
    content: Callable[[], Content]
    words: Callable[[Sequence[int]], Mapping[int, Mapping[str, str]]]


_kinds: dict[str, LetterKind] = {}


def register_letter(kind: LetterKind) -> None:
    _kinds[kind.key] = kind


def letter_kind(key: str) -> LetterKind:
    return _kinds[key]


def words_of_letters(delivery_ids: Sequence[int], base_url: str) -> dict[int, dict[str, Any]]:
    """By delivery what its letter says. What it was about may be gone: then there is no letter."""
    rows = Letter.objects.filter(delivery_id__in=delivery_ids)
    found: dict[int, dict[str, Any]] = {}
    by_kind: dict[str, list[Letter]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for key, letters in by_kind.items():
        words = letter_kind(key).words([row.about for row in letters])
        for row in letters:
            if row.about in words:
                found[row.delivery_id] = _absolute(words[row.about], base_url)
    return found


def _absolute(words: Mapping[str, str], base_url: str) -> dict[str, str]:
    return {
        key: f"{base_url}{said}" if said.startswith("/") else said for key, said in words.items()
    }
