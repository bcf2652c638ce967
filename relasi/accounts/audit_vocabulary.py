"""What the words of the audit log are called in the reader's language.

The log keeps short English words for ever, whoever wrote them and in whatever language. Each
package says here once what its words are called; what nobody knows any more is shown as stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from relasi.ui.public import formats

Text = str | Promise
Words = Mapping[str, Text]
Reading = Words | Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`names` are those of details and of fields; `values` says how one under a name is read."""

    actions: dict[str, Text] = field(default_factory=dict)
    objects: dict[str, Text] = field(default_factory=dict)
    names: dict[str, Text] = field(default_factory=dict)
    values: dict[str, Reading] = field(default_factory=dict)


VOCABULARY = Vocabulary()


def register_audit_words(
    *,
    actions: Words | None = None,
    objects: Words | None = None,
    names: Words | None = None,
    values: Mapping[str, Reading] | None = None,
) -> None:
    """Say what a package's words are called; a word has one meaning in the whole house.

    `values` are for what is a code, a number or a day: {"role": labels, "people": as_number}.
    A name there may also be an object's, whose ids are then read.
    """
    given: list[tuple[dict[str, Any], Mapping[str, Any]]] = [
        (VOCABULARY.actions, actions or {}),
        (VOCABULARY.objects, objects or {}),
        (VOCABULARY.names, names or {}),
        (VOCABULARY.values, values or {}),
    ]
    for known, new in given:
        if twice := sorted(known.keys() & new.keys()):
            raise ValueError(f"The audit log knows {twice} already.")
    for known, new in given:
        known.update(new)


def action_called(word: str) -> str:
    return str(VOCABULARY.actions.get(word, word))


def object_called(word: str) -> str:
    return str(VOCABULARY.objects.get(word, word))


def name_called(word: str) -> str:
    return str(VOCABULARY.names.get(word, word.replace("_", " ")))


def actions_like(text: str) -> list[str]:
    """The stored words of the actions whose name, as it is read here, contains `text`."""
    wanted = text.casefold()
    return [word for word, label in VOCABULARY.actions.items() if wanted in str(label).casefold()]


def told(detail: Mapping[str, Any]) -> str:
    """A detail for eyes: "file: people.csv · target: People"; what is empty is left away."""
    known = ((name, value_read(name, said)) for name, said in detail.items() if said)
    return " · ".join(f"{name_called(name)}: {value}" for name, value in known)


def value_read(name: str, said: Any) -> str:
    """A value of the detail `name`, in the reader's language where it is a code of ours."""
    if isinstance(said, bool):
        return gettext("yes") if said else gettext("no")
    if isinstance(said, list):
        return ", ".join(value_read(name, one) for one in said)
    if isinstance(said, Mapping):
        return ", ".join(
            f"{name_called(key)} {value_read(key, one)}" for key, one in said.items() if one
        )
    if said in {None, ""}:
        return formats.NOTHING
    reading = VOCABULARY.values.get(name, {})
    if callable(reading):
        return _read_by(reading, str(said))
    return str(reading.get(str(said), said))


def _read_by(reading: Callable[[str], str], said: str) -> str:
    """An entry of long ago may hold what is no number and no day today."""
    try:
        return reading(said)
    except (ValueError, ArithmeticError):
        return said


def as_number(said: str) -> str:
    exact = Decimal(said).normalize()
    digits = max(0, -int(exact.as_tuple().exponent))
    return formats.number(exact, get_language() or "en", digits=digits)


def as_day(said: str) -> str:
    return formats.day(date.fromisoformat(said), get_language() or "en")
