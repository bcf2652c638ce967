"""Which field a header names: words in English and Indonesian."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_SPLIT = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain_words(header: str) -> str:
    """In small letters, words parted by spaces: "No_HP (WhatsApp)" → "no hp whatsapp"."""
    spaced = _CAMEL.sub(" ", header)
    letters = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    return " ".join(word for word in _SPLIT.split(letters) if word)


def suggested_field(
    header: str, remembered: Mapping[str, str], words: Iterable[tuple[str, str]]
) -> str:
    """The field's key, or "". `words` are pairs of a field's key and a phrase that means it;
    what was chosen last time comes first, then the whole header, then its longest phrase.
    """
    plain = plain_words(header)
    if plain in remembered:
        return remembered[plain]
    pairs = [(key, plain_words(phrase)) for key, phrase in words]
    for key, phrase in pairs:
        if phrase == plain:
            return key
    inside = [(len(phrase), key) for key, phrase in pairs if _within(phrase, plain)]
    return max(inside, default=(0, ""), key=lambda pair: pair[0])[1]


def _within(phrase: str, plain: str) -> bool:
    """A phrase of two words or more stands inside a longer header as whole words."""
    return " " in phrase and f" {phrase} " in f" {plain} "
