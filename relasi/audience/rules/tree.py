"""The shape of a segment's condition, version 1.

    {"v": 1, "all": [{"on": "score", "field": "lifecycle", "relation": "is", "value": "at_risk"},
                     {"any": [{"on": "purchase", "what": "category", "id": 4,
                               "times": {"at_least": 3}, "days": 365}]}]}

`all`, `any` and `none` hold conditions and groups. Nothing a person never told us counts as
a value: "is" and comparisons are false for it, "is not" is true, "is unknown" is true.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

VERSION = 1
DEEPEST = 4
WIDEST = 20
MOST_CONDITIONS = 40
LONGEST_TEXT = 300

How = Literal["all", "any", "none"]
HOWS: tuple[How, ...] = ("all", "any", "none")
Channel = Literal["email", "sms", "whatsapp", "push", "phone"]
Key = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Days = Annotated[int, Meta(ge=1, le=36_500)]
Times = Annotated[int, Meta(ge=0, le=1_000_000)]
# Money travels as text, so that no binary fraction creeps in.
Amount = Annotated[str, Meta(pattern=r"^-?[0-9]{1,14}(\.[0-9]{1,2})?$")]
Value = str | int | float | bool | list[str] | None
Relation = Literal[
    "is",
    "is_not",
    "one_of",
    "contains",
    "starts_with",
    "at_least",
    "at_most",
    "on_or_after",
    "before",
    "within_days",
    "before_days",
    "set",
    "not_set",
]


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="on"):
    """One condition about one person."""


class Contact(Leaf, frozen=True, tag="contact"):
    """A field every contact has."""

    field: Key
    relation: Relation
    value: Value = None


class Custom(Leaf, frozen=True, tag="custom"):
    """A field the company added, by its key."""

    field: Key
    relation: Relation
    value: Value = None


class Score(Leaf, frozen=True, tag="score"):
    """What the purchases say: quintiles, lifecycle, range and depth."""

    field: Key
    relation: Relation
    value: Value = None


class CategoryScore(Leaf, frozen=True, tag="category_score"):
    """The same within one category; someone who never bought in it has no score."""

    category: Id
    field: Key
    relation: Relation
    value: Value = None


class Tag(Leaf, frozen=True, tag="tag"):
    tag: Id
    relation: Literal["has", "has_not"] = "has"


class Purchase(Leaf, frozen=True, tag="purchase"):
    """Orders with it (cancelled ones do not count), and what was paid for it less returns.

    `days` are the last n × 24 hours; None is ever. Never having bought is 0 times, amount 0.
    A limit of None is not said yet: a draft may hold it, nothing that is saved does.
    """

    what: Literal["anything", "category", "product"] = "anything"
    id: Id | None = None
    times: dict[Literal["at_least", "at_most", "exactly"], Times | None] | None = None
    amount: dict[Literal["at_least", "at_most"], Amount | None] | None = None
    days: Days | None = None


class Consent(Leaf, frozen=True, tag="consent"):
    channel: Channel
    state: Literal["granted", "withdrawn", "never_asked"]
    purpose: Literal["marketing", "personalise"] = "marketing"


class Address(Leaf, frozen=True, tag="address"):
    """The primary address of a channel: usable is there, not invalid and not suppressed."""

    channel: Channel
    state: Literal["usable", "missing", "invalid", "suppressed"]


class InSegment(Leaf, frozen=True, tag="segment"):
    segment: Id
    relation: Literal["in", "not_in"] = "in"


Condition = (
    Contact | Custom | Score | CategoryScore | Tag | Purchase | Consent | Address | InSegment
)


@dataclass(frozen=True, slots=True)
class Group:
    """`of` are conditions and groups, in the order in which they are read."""

    how: How
    of: "tuple[Node, ...]"


Node = Group | Condition
Path = tuple[int, ...]


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node with the positions that lead to it, parents first."""
    yield path, node
    if isinstance(node, Group):
        for position, child in enumerate(node.of):
            yield from walk(child, (*path, position))


def conditions(node: Node) -> Iterator[tuple[Path, Condition]]:
    """The conditions only."""
    for path, found in walk(node):
        if not isinstance(found, Group):
            yield path, found


def segments_used(node: Node) -> frozenset[int]:
    """The segments a tree asks for membership in."""
    return frozenset(c.segment for _, c in conditions(node) if isinstance(c, InSegment))


def as_json(tree: Group) -> dict[str, object]:
    """The form that is stored and sent: `{"v": 1, "all": […]}`; None values are left out."""
    return {"v": VERSION, **_plain(tree)}


def _plain(node: Node) -> dict[str, object]:
    if isinstance(node, Group):
        return {node.how: [_plain(child) for child in node.of]}
    built: dict[str, object] = msgspec.to_builtins(node)
    return {key: value for key, value in built.items() if value is not None}
