"""How what somebody is known by stands in texts: whole, never as part of another's."""

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

# Under which clients and our own API say who somebody is.
ID_KEYS = (
    "userId",
    "user_id",
    "$user_id",
    "distinct_id",
    "previousId",
    "anonymousId",
    "anonymous_id",
    "external_id",
    "alias",
)


def is_peculiar(kind: str, word: str) -> bool:
    """Whether a text that holds the word means this person: a customer's number may be a 7, and
    what a browser calls itself an o.
    """
    return kind in {"email", "phone"} or len(word) >= 12  # noqa: PLR2004


def own_digits(phone: str) -> str:
    """What follows the country's code, which has up to three digits, as a number is written at
    home.
    """
    digits = "".join(one for one in phone if one.isdigit())
    return digits[-max(8, len(digits) - 3) :]


def in_json(word: str) -> tuple[str, ...]:
    """As a value of its own, as clients write it."""
    return tuple(dict.fromkeys((json.dumps(word), json.dumps(word, ensure_ascii=False))))


def as_id(word: str) -> tuple[str, ...]:
    """As the value of a key that names who somebody is: a number alone may be anything's."""
    return tuple(
        f"{json.dumps(key)}:{space}{form}"
        for key in ID_KEYS
        for space in ("", " ")
        for form in (*in_json(word), *((f"{word},", f"{word}}}") if word.isdigit() else ()))
    )


def in_text(word: str) -> tuple[str, ...]:
    """As somebody writes it, and as an address of a page carries it."""
    return tuple(dict.fromkeys((word, quote(word))))


def exactly(*forms: str) -> str:
    """A regular expression of PostgreSQL that finds one as a whole: ann@x.org is not in
    joann@x.org, but it is behind the sign that an address of a page writes as %3D, and in the
    name of a file, ann@x.org.csv.
    """
    before = "(?:(?<![[:alnum:]._+-])|(?<=%[[:xdigit:]][[:xdigit:]]))"
    return rf"{before}(?:{'|'.join(map(re.escape, forms))})(?![[:alnum:]_-])"


def struck_out(text: str, forms: Sequence[str], *, is_json: bool) -> tuple[str, dict[str, str]]:
    """SQL for the text without them, and its parameters. JSON stays JSON: what may stand in it
    as a number becomes a 0.
    """
    numbers = [form for form in forms if is_json and form.isdigit()]
    words = [form for form in forms if form not in numbers]
    values = {}
    for name, some, instead in (("struck", words, "…"), ("zeroed", numbers, "0")):
        if some:
            text = f"regexp_replace({text}, %({name})s, '{instead}', 'gi')"
            values[name] = exactly(*some)
    return text + ("::jsonb" if is_json else ""), values


def said_in(text: str) -> str:
    """SQL that is true where a text names them; the quick look first."""
    return f"({text} ILIKE ANY(%(within)s) AND {text} ~* ANY(%(exactly)s))"


def liked(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
