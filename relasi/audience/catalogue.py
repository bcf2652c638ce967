"""What exists in this house for conditions to name: handed to whoever checks or shows a tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from .rules import tree as trees
from .rules.reading import BadTree, place
from .rules.tree import (
    CategoryScore,
    Condition,
    Contact,
    Custom,
    Group,
    InSegment,
    Path,
    Purchase,
    Score,
    Tag,
)
from .rules.vocabulary import (
    CATEGORY_SCORE,
    CONTACT,
    COUNTED_IN_DAYS,
    SCORE,
    WITHOUT_VALUE,
    Field,
)

MOST_DAYS = 36_500
MOST_CHOICES = 50


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`products` holds at least those a tree names; `uses` which segments a segment asks for."""

    custom: Mapping[str, Field] = field(default_factory=dict)
    custom_labels: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    categories: Mapping[int, str] = field(default_factory=dict)
    products: Mapping[int, str] = field(default_factory=dict)
    segments: Mapping[int, str] = field(default_factory=dict)
    uses: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def field_of(self, condition: Condition) -> Field | None:
        """The field a condition asks about; None when there is no such field."""
        if isinstance(condition, Contact):
            return CONTACT.get(condition.field)
        if isinstance(condition, Score):
            return SCORE.get(condition.field)
        if isinstance(condition, CategoryScore):
            return CATEGORY_SCORE.get(condition.field)
        if isinstance(condition, Custom):
            return self.custom.get(condition.field)
        return None


def faults(tree: Group, catalogue: Catalogue, *, itself: int | None = None) -> dict[Path, str]:
    """What is wrong, by place. `itself` is the segment being changed (for circles)."""
    found = {}
    for path, condition in trees.conditions(tree):
        if sentence := _fault(condition, catalogue, itself):
            found[path] = sentence
    return found


def check(tree: Group, catalogue: Catalogue, *, itself: int | None = None) -> Group:
    """The same tree, or BadTree with the first place and sentence."""
    for path, sentence in faults(tree, catalogue, itself=itself).items():
        raise BadTree(sentence, place(tree, path))
    return tree


def _fault(condition: Condition, catalogue: Catalogue, itself: int | None) -> str:
    if isinstance(condition, Contact | Custom | Score | CategoryScore):
        return _field_fault(condition, catalogue)
    if isinstance(condition, Tag) and condition.tag not in catalogue.tags:
        return _("This tag is gone. Choose another one.")
    if isinstance(condition, Purchase):
        return _purchase_fault(condition, catalogue)
    if isinstance(condition, InSegment):
        return _segment_fault(condition, catalogue, itself)
    return ""


def _field_fault(condition: Contact | Custom | Score | CategoryScore, catalogue: Catalogue) -> str:
    field_ = catalogue.field_of(condition)
    if isinstance(condition, CategoryScore) and condition.category not in catalogue.categories:
        return _("This category is gone. Choose another one.")
    if field_ is None:
        return _("There is no field “%(name)s”. Choose another one.") % {"name": condition.field}
    if condition.relation not in field_.relations:
        return _("This cannot be asked of “%(name)s”.") % {"name": condition.field}
    if condition.relation in WITHOUT_VALUE:
        return "" if condition.value is None else _("This comparison takes no value.")
    return _value_fault(field_, condition)


def _value_fault(field_: Field, condition: Contact | Custom | Score | CategoryScore) -> str:
    value, relation = condition.value, condition.relation
    if relation in COUNTED_IN_DAYS:
        good = type(value) is int and 1 <= value <= MOST_DAYS
        return "" if good else _("Say a number of days, 1 or more.")
    if field_.kind == "number":
        return _number_fault(value, field_.least)
    if field_.kind == "boolean":
        return "" if type(value) is bool else _("Say yes or no.")
    if field_.kind in {"date", "moment"}:
        return "" if _is_date(value) else _("Say a date, as in 2026-11-30.")
    if field_.kind == "choice":
        return _choice_fault(field_, value, several=relation == "one_of")
    return "" if isinstance(value, str) and value.strip() else _("Say a text to compare with.")


def _number_fault(value: object, least: int | None) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _("Say a number, as in 25 or 2.5.")
    if least is not None and value < least:
        return _("Say a number of %(least)s or more.") % {"least": least}
    return ""


def _choice_fault(field_: Field, value: object, *, several: bool) -> str:
    chosen = value if several and isinstance(value, list) else [value]
    if several != isinstance(value, list) or not 0 < len(chosen) <= MOST_CHOICES:
        return _("Choose at least one.")
    unknown = [str(one) for one in chosen if one not in field_.choices]
    if unknown:
        return _("“%(value)s” is not one of the choices.") % {"value": ", ".join(unknown)}
    return ""


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _purchase_fault(condition: Purchase, catalogue: Catalogue) -> str:
    if (condition.what == "anything") != (condition.id is None):
        return _("Choose what they bought.")
    if condition.what == "category" and condition.id not in catalogue.categories:
        return _("This category is gone. Choose another one.")
    if condition.what == "product" and condition.id not in catalogue.products:
        return _("This product is gone. Choose another one.")
    return _limits_fault(condition)


def _limits_fault(condition: Purchase) -> str:
    for limits in (condition.times, condition.amount):
        if limits is not None and len(limits) != 1:
            return _("Say one limit: at least, at most or exactly.")
    if None in (condition.times or {}).values():
        return _("Say how many times: a whole number from 0 to 1,000,000.")
    if None in (condition.amount or {}).values():
        return _("Say for how much: an amount, as in 25 or 2.50.")
    if condition.times is None and condition.amount is None:
        return _("Say how many times, or for how much.")
    return ""


def _segment_fault(condition: InSegment, catalogue: Catalogue, itself: int | None) -> str:
    if condition.segment not in catalogue.segments:
        return _("This segment is gone. Choose another one.")
    if itself is not None and itself in _reached(condition.segment, catalogue):
        return _("“%(name)s” asks for this segment itself. Choose another one.") % {
            "name": catalogue.segments[condition.segment]
        }
    return ""


def _reached(segment: int, catalogue: Catalogue) -> frozenset[int]:
    """The segment and all that it asks for, however far."""
    seen: set[int] = set()
    waiting = [segment]
    while waiting:
        if (one := waiting.pop()) not in seen:
            seen.add(one)
            waiting.extend(catalogue.uses.get(one, ()))
    return frozenset(seen)
