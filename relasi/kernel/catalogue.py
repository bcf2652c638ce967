"""What the house holds of people: why, for how long, and what becomes of it.

Each package says so beside its tables, in `data_catalogue.py`; `privacy` counts, shows, exports,
erases and empties by it. A field that nobody told of fails tests/test_data_catalogue.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .mentions import as_id, exactly, in_json, in_text, is_peculiar, liked, own_digits, said_in

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


# Parameters of Person.values() that are looked for in texts: a table is read whole for them.
IN_TEXTS = ("words", "sure", "quoted", "within", "exactly", "digits")


class Category(StrEnum):
    """What a field says of somebody."""

    IDENTITY = "identity"  # who they are and how they are reached
    TRAITS = "traits"  # what is known of them
    BEHAVIOUR = "behaviour"  # what they did
    PURCHASES = "purchases"
    CONSENT = "consent"
    WORDS = "words"  # what somebody wrote freely, perhaps about them
    TECHNICAL = "technical"  # network addresses, browsers
    LINK = "link"  # a number that leads to them
    STAFF = "staff"  # colleagues, not customers
    SECRET = "secret"  # noqa: S105  (a word of the catalogue): keys and hashes, never exported
    NONE = "none"  # nothing of anybody


class Purpose(StrEnum):
    CUSTOMERS = "customers"
    ACCOUNTING = "accounting"
    MARKETING = "marketing"
    MEASURING = "measuring"
    PROOF = "proof"
    OPERATION = "operation"
    ACCESS = "access"


class Term(StrEnum):
    PERSON = "person"  # as long as the person is here
    ACCOUNTS = "accounts"  # as long as books must be kept
    HOUSE = "house"  # as long as Relasi is used
    WORK = "work"  # until the work is done
    DAYS = "days"


class Erased(StrEnum):
    """What becomes of somebody's rows when they are erased."""

    GONE = "gone"
    CLEARED = "cleared"  # the row stays, what is said of them goes
    NAMELESS = "nameless"  # its package keeps it, and takes off whose it was
    KEPT = "kept"
    NOBODY = "nobody"  # nothing of a customer is in it


class Why(StrEnum):
    """Why something stays after an erasure."""

    FIGURES = "figures"  # books and results must still add up
    PROOF = "proof"  # that it was done must be shown
    NUMBERS = "numbers"  # only numbers that lead to nobody any more


@dataclass(frozen=True, slots=True)
class Kept:
    """For how long. With `days` and `since`, SQL for a time of a row `t`, rows older than that are
    deleted; `only` narrows which.
    """

    term: Term
    days: int = 0
    since: str = ""
    only: str = ""


WITH_PERSON = Kept(Term.PERSON)
WITH_HOUSE = Kept(Term.HOUSE)
UNTIL_DONE = Kept(Term.WORK)


def for_days(days: int, since: str = "", only: str = "") -> Kept:
    """Without `since`, somebody else deletes it when it is due."""
    return Kept(Term.DAYS, days, since, only)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a search is about: `ids` are theirs and of who was joined into them, `profiles` those
    and the browsers that were theirs alone, `words` what they are known by: (kind, value).
    """

    ids: tuple[int, ...]
    profiles: tuple[int, ...]
    words: tuple[tuple[str, str], ...]

    def values(self) -> dict[str, Any]:
        """The parameters of every `whose`.

        `words` in small letters, `sure` those of them that are nobody else's · `quoted` LIKE
        patterns of a JSON text that says one · `within` the same of any text, for those that are
        sure, and `exactly` as regular expressions (both for said_in) · `digits` of a phone number
        however it is written, of which nothing but digits is left.
        """
        said = sorted({word for _kind, word in self.words})
        long = {word for kind, word in self.words if is_peculiar(kind, word)}
        forms = [form for word in sorted(long) for form in in_text(word)]
        quoted = [
            form for word in said for form in (in_json(word) if word in long else as_id(word))
        ]
        return {
            "ids": list(self.ids),
            "profiles": list(self.profiles),
            "words": [word.lower() for word in said],
            "sure": sorted(word.lower() for word in long),
            "quoted": [f"%{liked(form)}%" for form in quoted],
            "within": [f"%{liked(form)}%" for form in forms],
            "exactly": [exactly(form) for form in forms],
            "digits": [f"%{own_digits(word)}" for kind, word in self.words if kind == "phone"],
        }

    def peculiar(self) -> list[str]:
        """Every way in which their words stand in a text, the longest first."""
        said = {form for kind, w in self.words if is_peculiar(kind, w) for form in in_text(w)}
        return sorted(said, key=lambda form: (-len(form), form))


@dataclass(frozen=True, slots=True)
class Store:
    """One table. `key` names its model ("contacts.Contact") or, where there is none, the table.

    `holds` names every field but the id, by category. `whose` is SQL about a row `t` that is true
    for somebody's rows; its parameters are Person.values(). `mentions` are columns in which
    somebody may have written an address of theirs: it is struck out there. `cleared` is what an
    UPDATE of their rows sets. `proof` are columns of which the receipt keeps what they said.
    `told` is SQL that an export shows beside the fields: "(SELECT …) AS name". `struck` is called
    with the ids of rows in which something was struck out, for who keeps copies of them.
    """

    key: str
    label: "Text"
    purpose: Purpose
    kept: Kept
    holds: Mapping[Category, str]
    whose: str = ""
    erased: Erased = Erased.NOBODY
    why: Why | None = None
    mentions: str = ""
    cleared: str = ""
    proof: str = ""
    told: str = ""
    struck: Callable[[Sequence[int]], None] | None = None

    @property
    def package(self) -> str:
        return self.key.partition(".")[0]

    @property
    def is_quick(self) -> bool:
        """Whether theirs are found by an index, however many rows there are."""
        return bool(self.whose) and not any(f"%({name})s" in self.whose for name in IN_TEXTS)

    @property
    def where(self) -> str:
        """True for a row that is theirs or names them."""
        named = [said_in(f"t.{column}::text") for column in self.mentions.split()]
        return " OR ".join([*([f"({self.whose})"] if self.whose else []), *named])


@dataclass(frozen=True, slots=True)
class Archive:
    """What lies outside of tables: files, the lake. `erase` may be called twice and raises Busy
    where it must wait; it is never called inside a transaction.
    """

    key: str
    label: "Text"
    purpose: Purpose
    kept: Kept
    holds: Mapping[Category, str]
    count: Callable[[Person], int]
    erase: Callable[[Person], None]
    read: Callable[[Person], Iterator[Mapping[str, Any]]]
    package: str
    erased: Erased = Erased.GONE
    why: Why | None = None


class Busy(Exception):
    """Somebody else is at it just now."""


@dataclass(slots=True)
class _Catalogue:
    stores: dict[str, Store] = field(default_factory=dict)
    archives: dict[str, Archive] = field(default_factory=dict)
    words: dict[str, None] = field(default_factory=dict)
    profiles: dict[str, None] = field(default_factory=dict)
    before: dict[Callable[[Person], None], None] = field(default_factory=dict)


_catalogue = _Catalogue()


def register_stores(*told: Store | Archive) -> None:
    """The same key again replaces it."""
    for one in told:
        if isinstance(one, Store):
            _catalogue.stores[one.key] = one
        else:
            _catalogue.archives[one.key] = one


def forget_store(key: str) -> None:
    """For a test that told of a store of its own."""
    _catalogue.stores.pop(key, None)
    _catalogue.archives.pop(key, None)


def nobody(key: str, fields: str, *, purpose: Purpose = Purpose.OPERATION) -> Store:
    """A table with nothing of anybody in it."""
    return Store(key, key, purpose, WITH_HOUSE, {Category.NONE: fields})


def register_words(sql: str) -> None:
    """A SELECT of (kind, value): what the people %(ids)s are known by in this package."""
    _catalogue.words[sql] = None


def register_profiles(sql: str) -> None:
    """A SELECT of further ids under which rows of the people %(ids)s are kept."""
    _catalogue.profiles[sql] = None


def register_before(settle: Callable[[Person], None]) -> None:
    """Called before an erasure, outside of a transaction: what waits must be told first."""
    _catalogue.before[settle] = None


def stores() -> tuple[Store, ...]:
    return tuple(_catalogue.stores.values())


def archives() -> tuple[Archive, ...]:
    return tuple(_catalogue.archives.values())


def words() -> tuple[str, ...]:
    return tuple(_catalogue.words)


def profiles() -> tuple[str, ...]:
    return tuple(_catalogue.profiles)


def before() -> tuple[Callable[[Person], None], ...]:
    return tuple(_catalogue.before)
