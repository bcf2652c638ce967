"""From JSON to a tree, or a refusal that names the place and says what is wrong."""

import math
from typing import Any

import msgspec

from relasi.kernel.errors import Refused

from .tree import (
    DEEPEST,
    HOWS,
    LONGEST_TEXT,
    MOST_CONDITIONS,
    VERSION,
    WIDEST,
    Condition,
    Group,
    Node,
    Path,
    conditions,
)


class BadTree(Refused):
    """`path` is where: the positions from the root, as in all[1].any[0]; `plain` leaves it out."""

    code = "bad_tree"

    def __init__(self, sentence: str, path: str) -> None:
        super().__init__(f"{path}: {sentence}", field="tree")
        self.path, self.plain = path, sentence


def read(document: Any) -> Group:
    """A tree of version 1. Raises BadTree; structure only, see checking for the rest."""
    if not isinstance(document, dict):
        raise BadTree("A segment's condition is an object with all, any or none.", "tree")
    if document.get("v") != VERSION or isinstance(document.get("v"), bool):
        raise BadTree(f"This version is not known. Use “v”: {VERSION}.", "v")
    tree = _node({key: value for key, value in document.items() if key != "v"}, "", 0)
    if not isinstance(tree, Group):
        raise BadTree("Start with all, any or none.", "tree")
    if sum(1 for _ in conditions(tree)) > MOST_CONDITIONS:
        raise BadTree(f"A segment has at most {MOST_CONDITIONS} conditions.", "tree")
    return tree


def _node(document: Any, path: str, depth: int) -> Node:
    if not isinstance(document, dict):
        raise BadTree("A condition is an object.", path or "tree")
    hows = [how for how in HOWS if how in document]
    if not hows and "on" in document:
        return _condition(document, path or "tree")
    if len(hows) != 1 or len(document) != 1:
        raise BadTree("A group has exactly one of all, any, none.", path or "tree")
    return _group(hows[0], document[hows[0]], path, depth)


def _group(how: Any, children: Any, path: str, depth: int) -> Group:
    here = f"{path}.{how}" if path else how
    if depth >= DEEPEST:
        raise BadTree(f"Groups nest at most {DEEPEST} deep.", here)
    if not isinstance(children, list):
        raise BadTree("A group holds a list.", here)
    if len(children) > WIDEST:
        raise BadTree(f"A group holds at most {WIDEST} conditions.", here)
    if not children and (depth or how != "all"):
        raise BadTree("A group holds at least one condition.", here)
    return Group(how, tuple(_node(c, f"{here}[{i}]", depth + 1) for i, c in enumerate(children)))


def _condition(document: dict[str, Any], path: str) -> Condition:
    try:
        leaf: Condition = msgspec.convert(document, Condition, strict=True)
    except msgspec.ValidationError as error:
        raise BadTree(f"{error}.", path) from error
    for value in _values(document):
        _plain_value(value, path)
    return leaf


def _values(document: dict[str, Any]) -> list[Any]:
    value = document.get("value")
    return list(value) if isinstance(value, list) else [value]


def _plain_value(value: Any, path: str) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise BadTree("The value is not a number.", path)
    if isinstance(value, int) and abs(value) >= 2**63:
        raise BadTree("The number is too large.", path)
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise BadTree(f"The text has more than {LONGEST_TEXT} characters.", path)
        if "\x00" in value or not _encodes(value):
            raise BadTree("The text holds characters that cannot be stored.", path)


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def place(tree: Group, path: Path) -> str:
    """How a path is written in sentences for programs: (1, 0) → all[1].any[0]."""
    words, node = [], tree
    for position in path:
        words.append(f"{node.how}[{position}]")
        child = node.of[position]
        if isinstance(child, Group):
            node = child
    return ".".join(words) or node.how
