"""What a posted form makes of a draft: every control is read back, then one thing is done."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from django.http import QueryDict

from relasi.audience.catalogue import MOST_DAYS, Catalogue
from relasi.audience.rules.tree import (
    HOWS,
    Address,
    CategoryScore,
    Condition,
    Consent,
    Contact,
    Custom,
    Group,
    InSegment,
    Node,
    Path,
    Purchase,
    Score,
    Tag,
)
from relasi.audience.rules.vocabulary import COUNTED_IN_DAYS, WITHOUT_VALUE, Field
from relasi.kernel.numbers import row_number

from .lines import name_of
from .offers import beginning

MOST_TIMES = 1_000_000
# What a new group begins with.
BOUGHT = Purchase(times={"at_least": 1}, days=365)
FindProduct = Callable[[str], int | None]


def edited(
    tree: Group, posted: QueryDict, catalogue: Catalogue, find_product: FindProduct
) -> Group:
    """The tree as the form's controls say, with what was added or taken out."""
    form = Form(posted, catalogue, find_product)
    tree = cast("Group", form.node(tree, ()))
    for name, chosen in posted.items():
        if name.startswith("add.") and chosen:
            added = beginning(str(chosen), catalogue)
            tree = _placed(tree, _path(name[4:]), added) if added else tree
    deed, _colon, where = posted.get("op", "").partition(":")
    if deed == "remove":
        tree = _without(tree, _path(where))
    if deed == "group":
        tree = _placed(tree, _path(where), Group("any", (BOUGHT,)))
    return tree


class Form:
    """Reads one posted form; what a control cannot mean becomes "not said yet"."""

    def __init__(self, posted: QueryDict, catalogue: Catalogue, find_product: FindProduct) -> None:
        self.posted, self.catalogue, self.find_product = posted, catalogue, find_product

    def node(self, node: Node, path: Path) -> Node:
        if isinstance(node, Group):
            how = self.posted.get(name_of(path, "how"), node.how)
            children = (self.node(child, (*path, i)) for i, child in enumerate(node.of))
            return Group(how if how in HOWS else node.how, tuple(children))
        if not any(key.startswith(name_of(path, "")) for key in self.posted):
            return node
        return READERS[type(node)](self, node, path)

    def said(self, path: Path, part: str, otherwise: str = "") -> str:
        return self.posted.get(name_of(path, part), otherwise).strip()

    def chosen(self, path: Path, part: str, allowed: Mapping[str, Any], otherwise: str) -> Any:
        value = self.said(path, part, otherwise)
        return value if value in allowed else otherwise

    def number(self, path: Path, part: str, otherwise: int) -> int:
        number = row_number(self.said(path, part))
        return otherwise if number is None else min(number, 1_000_000)

    def asked(self, condition: Contact | Custom | Score, path: Path) -> Condition:
        """A field, a comparison and a value; changing the field keeps what still fits."""
        kinds: dict[str, type[Contact | Custom | Score]] = {
            "contact": Contact,
            "custom": Custom,
            "score": Score,
        }
        kind, _colon, name = self.said(path, "field").partition(":")
        start = kinds[kind](name, condition.relation) if kind in kinds else condition
        known = self.catalogue.field_of(start)
        if known is None:
            return condition
        relation, value = self.compared(condition, known, path, same=_same(start, condition))
        return type(start)(start.field, relation, value)

    def compared(self, condition: Any, known: Field, path: Path, *, same: bool) -> tuple[Any, Any]:
        relation = self.said(path, "relation", condition.relation)
        if relation not in known.relations:
            relation = known.relations[0]
        if relation in WITHOUT_VALUE or not same:
            return relation, None
        texts = self.posted.getlist(name_of(path, "value"))
        return relation, _value(texts, known, relation)


def _same(one: Contact | Custom | Score, other: Contact | Custom | Score) -> bool:
    return type(one) is type(other) and one.field == other.field


def _value(texts: list[str], known: Field, relation: str) -> Any:
    text = texts[0].strip() if texts else ""
    if relation == "one_of":
        return [one for one in texts if one in known.choices] or None
    if relation in COUNTED_IN_DAYS:
        return _days(text)
    if known.kind == "number":
        return _number(text)
    if known.kind == "boolean":
        return {"yes": True, "no": False}.get(text)
    if known.kind == "choice":
        return text if text in known.choices else None
    return text[:300] or None


def _days(text: str) -> int | None:
    number = row_number(text)
    return number if number is not None and 0 < number <= MOST_DAYS else None


def _number(text: str) -> int | float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    if not math.isfinite(number) or abs(number) > 1e15:  # noqa: PLR2004
        return None
    return int(number) if number.is_integer() else number


def _asked(form: Form, condition: Contact | Custom | Score, path: Path) -> Condition:
    return form.asked(condition, path)


def _category_score(form: Form, condition: CategoryScore, path: Path) -> Condition:
    category = form.number(path, "category", condition.category)
    name = form.said(path, "field", condition.field)
    start = CategoryScore(category or condition.category, name, condition.relation)
    known = form.catalogue.field_of(start)
    if known is None:
        return condition
    same = name == condition.field
    relation, value = form.compared(condition, known, path, same=same)
    return CategoryScore(start.category, name, relation, value)


def _tag(form: Form, condition: Tag, path: Path) -> Condition:
    relation = form.chosen(path, "relation", {"has": 1, "has_not": 1}, condition.relation)
    return Tag(form.number(path, "tag", condition.tag) or condition.tag, relation)


def _segment(form: Form, condition: InSegment, path: Path) -> Condition:
    relation = form.chosen(path, "relation", {"in": 1, "not_in": 1}, condition.relation)
    return InSegment(form.number(path, "segment", condition.segment) or condition.segment, relation)


def _purchase(form: Form, condition: Purchase, path: Path) -> Condition:
    what = form.chosen(path, "what", {"anything": 1, "category": 1, "product": 1}, condition.what)
    times = form.said(path, "times")
    paid = form.said(path, "paid")
    return Purchase(
        what=what,
        id=_thing(form, condition, path, what),
        times={_TIMES[times]: _count(form.said(path, "count", "1"))} if times in _TIMES else None,
        amount={_PAID[paid]: _amount(form.said(path, "amount", "0"))} if paid in _PAID else None,
        days=_days(form.said(path, "days")),
    )


_TIMES: dict[str, Literal["at_least", "at_most", "exactly"]] = {
    "at_least": "at_least",
    "at_most": "at_most",
    "exactly": "exactly",
}
_PAID: dict[str, Literal["at_least", "at_most"]] = {"at_least": "at_least", "at_most": "at_most"}


def _thing(form: Form, condition: Purchase, path: Path, what: str) -> int | None:
    if what == "anything" or what != condition.what:
        return None
    if what == "product":
        typed = form.said(path, "thing")
        if typed and typed == form.catalogue.products.get(condition.id or 0):
            return condition.id
        return form.find_product(typed) if typed else None
    return form.number(path, "thing", 0) or None


def _count(text: str) -> int | None:
    number = row_number(text)
    return number if number is not None and number <= MOST_TIMES else None


def _amount(text: str) -> str | None:
    number = _number(text)
    return None if number is None or abs(number) >= 1e14 else f"{number:.2f}"  # noqa: PLR2004


def _consent(form: Form, condition: Consent, path: Path) -> Condition:
    from relasi.audience import words

    return Consent(
        form.chosen(path, "channel", words.CHANNELS, condition.channel),
        form.chosen(path, "state", words.CONSENT, condition.state),
        form.chosen(path, "purpose", words.PURPOSES, condition.purpose),
    )


def _address(form: Form, condition: Address, path: Path) -> Condition:
    from relasi.audience import words

    return Address(
        form.chosen(path, "channel", words.CHANNELS, condition.channel),
        form.chosen(path, "state", words.ADDRESS, condition.state),
    )


READERS: dict[type, Callable[[Form, Any, Path], Condition]] = {
    Contact: _asked,
    Custom: _asked,
    Score: _asked,
    CategoryScore: _category_score,
    Tag: _tag,
    Purchase: _purchase,
    Consent: _consent,
    Address: _address,
    InSegment: _segment,
}


def _path(text: str) -> Path:
    numbers = (row_number(part) for part in text.split("."))
    return tuple(number for number in numbers if number is not None)


def _placed(tree: Group, path: Path, node: Node) -> Group:
    """The node at the end of the group at `path`."""
    if not path:
        return Group(tree.how, (*tree.of, node))
    head, *rest = path
    if head >= len(tree.of) or not isinstance(child := tree.of[head], Group):
        return tree
    children = [*tree.of]
    children[head] = _placed(child, tuple(rest), node)
    return Group(tree.how, tuple(children))


def _without(tree: Group, path: Path) -> Group:
    """Take a node out; a group that is left empty goes too. An empty segment is everybody."""
    if not path or path[0] >= len(tree.of):
        return tree
    head, rest = path[0], path[1:]
    children = [*tree.of]
    child = children.pop(head)
    if rest and isinstance(child, Group) and (left := _without(child, rest)).of:
        children.insert(head, left)
    return Group(tree.how if children else "all", tuple(children))
