"""Which words are ids of somebody, and which are what programs write for nobody."""

from typing import Any, NamedTuple

from .incoming import Unreadable

LONGEST = {"anonymous_id": 128, "user_id": 120, "message_id": 1_000}
# What clients send where they know nobody (PostHog's and Segment's lists, and what else is seen).
BLOCKED = frozenset(
    """
    null undefined none nil nan anonymous guest 0 -1 true false unknown id email
    distinct_id distinctid user_id userid not_authenticated n/a
    """.split()  # noqa: SIM905  (a list to be read)
) | {"", "[object object]"}
NONE = (None, "")
# The same, to be read.
BLOCKED_IDS = (*sorted(BLOCKED - {""}), "00000000-0000-0000-0000-000000000000")
_QUOTES = "\"'` \t\n\r"


def is_blocked(word: str) -> bool:
    """Nobody: a blocked word, also in quotes, or nothing but zeros and dashes."""
    bare = word.strip(_QUOTES).casefold()
    return bare in BLOCKED or not bare.strip("0-")


def word_of(raw: Any, what: str) -> str:
    """An id as text, "" for none or nobody. Numbers are ids too. Raises Unreadable."""
    if raw is None:
        return ""
    word = (raw if type(raw) is str else _number(raw, what)).strip()
    if is_blocked(word):
        return ""
    if len(word) > LONGEST[what] or not word.isprintable():
        raise Unreadable("bad_id", f"{what}: {word[:60]!r}")
    return word


def _number(raw: Any, what: str) -> str:
    if isinstance(raw, bool):
        return ""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:  # noqa: PLR2004
        raw = int(raw)
    if not isinstance(raw, str | int | float):
        raise Unreadable("bad_id", f"{what}: {type(raw).__name__}")
    return str(raw)


class Ids(NamedTuple):
    """At least one of the two; `some_blocked` where another was told that is nobody's."""

    user_id: str
    anonymous_id: str
    some_blocked: bool


def ids_of(user: Any, anonymous: Any) -> Ids:
    """Raises Unreadable where neither is somebody's."""
    user_id, anonymous_id = word_of(user, "user_id"), word_of(anonymous, "anonymous_id")
    told = ((user, user_id), (anonymous, anonymous_id))
    some_blocked = any(raw not in NONE and not word for raw, word in told)
    if not user_id and not anonymous_id:
        given = [str(raw)[:60] for raw in (user, anonymous) if raw not in NONE]
        raise Unreadable("bad_id" if given else "no_id", ", ".join(given))
    return Ids(user_id, anonymous_id, some_blocked)
