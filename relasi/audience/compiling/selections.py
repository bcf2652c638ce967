"""Which people one condition picks: their ids, or everybody but these.

A condition about something people may lack (orders, a score, a consent) is turned round when
lacking it means yes: "at most 2 orders" is everybody but those with 3 or more. So no
relation ever lists the people of whom nothing is known, and no null decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import ibis

from relasi.audience.rules.tree import (
    Address,
    CategoryScore,
    Condition,
    Consent,
    Contact,
    Custom,
    InSegment,
    Purchase,
    Score,
    Tag,
)
from relasi.audience.rules.vocabulary import CATEGORY_SCORE, CONTACT, SCORE, Field
from relasi.engine import json_text
from relasi.insight import public as insight

from .fields import OPPOSITES, answer
from .purchases import purchasers
from .situation import Situation

# Which kind of identity a channel writes to.
ADDRESSES = {"email": "email", "sms": "phone", "whatsapp": "phone", "phone": "phone"}
IS_NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


@dataclass(frozen=True, slots=True)
class Selection:
    """`ids` is a relation with `contact_id`, each once; `negated`: everybody but these."""

    ids: Any
    negated: bool = False


def selection(condition: Condition, situation: Situation) -> Selection:
    """The people of one condition. The tree has been checked before."""
    return SELECTIONS[type(condition)](condition, situation)


def contact_answer(condition: Contact | Custom, table: Any, situation: Situation) -> Any:
    """The condition as a boolean expression over a table with the contacts' columns."""
    if isinstance(condition, Contact):
        field, column = CONTACT[condition.field], table[condition.field]
    else:
        field = situation.custom[condition.field]
        column = _custom_column(table, condition.field, field)
    return answer(column, field, condition.relation, condition.value, situation)


def _custom_column(table: Any, key: str, field: Field) -> Any:
    text = json_text(table["fields"], key)
    if field.kind == "boolean":
        return ibis.cases((text == "true", True), (text == "false", False))
    if field.kind == "number":
        return ibis.cases((text.re_search(IS_NUMBER), text.cast("float64")))
    return text


def _contact(condition: Contact | Custom, situation: Situation) -> Selection:
    positive, negated = _turned(condition)
    table = situation.session.table("contacts")
    held = table.filter(contact_answer(cast("Contact", positive), table, situation))
    return Selection(held.select(contact_id=held.id), negated)


def _score(condition: Score, situation: Situation) -> Selection:
    table = situation.session.table("scores")
    return _scored(condition, table, SCORE[condition.field], situation)


def _category_score(condition: CategoryScore, situation: Situation) -> Selection:
    table = insight.category_scores(situation.session, condition.category, as_of=situation.as_of)
    return _scored(condition, table, CATEGORY_SCORE[condition.field], situation)


def _scored(
    condition: Score | CategoryScore, table: Any, field: Field, situation: Situation
) -> Selection:
    relation, value = condition.relation, condition.value
    negated = relation in OPPOSITES or _lacking_means_yes(field, relation, value)
    held = answer(table[condition.field], field, relation, value, situation)
    return Selection(table.filter(~held if negated else held).select("contact_id"), negated)


def _lacking_means_yes(field: Field, relation: str, value: Any) -> bool:
    """Whether the value of somebody without a row satisfies the condition."""
    missing = field.missing
    if missing is None:
        return False
    tests: dict[str, Callable[[], bool]] = {
        "is": lambda: missing == value,
        "is_not": lambda: missing != value,
        "one_of": lambda: missing in value,
        "at_least": lambda: missing >= value,
        "at_most": lambda: missing <= value,
    }
    return tests[relation]()


def _turned(condition: Contact | Custom) -> tuple[Contact | Custom, bool]:
    """The positive form and whether it was turned round."""
    opposite = OPPOSITES.get(condition.relation)
    if opposite is None:
        return condition, False
    return type(condition)(condition.field, opposite, condition.value), True


def _tag(condition: Tag, situation: Situation) -> Selection:
    table = situation.session.table("contact_tags")
    held = table.filter(table.tag_id == condition.tag).select("contact_id")
    return Selection(held, condition.relation == "has_not")


def _purchase(condition: Purchase, situation: Situation) -> Selection:
    ids, negated = purchasers(condition, situation)
    return Selection(ids, negated)


def _consent(condition: Consent, situation: Situation) -> Selection:
    table = situation.session.table("permissions")
    asked = (table.channel == condition.channel) & (table.purpose == condition.purpose)
    if condition.state == "never_asked":
        return Selection(table.filter(asked).select("contact_id"), negated=True)
    granted = table.granted == (condition.state == "granted")
    return Selection(table.filter(asked, granted).select("contact_id"))


def _address(condition: Address, situation: Situation) -> Selection:
    primary = primary_addresses(condition.channel, situation)
    if condition.state == "missing":
        return Selection(primary.select("contact_id"), negated=True)
    if condition.state == "invalid":
        return Selection(primary.filter(primary.validity == "invalid").select("contact_id"))
    blocked = suppressions(condition.channel, situation)
    same = primary.value == blocked.address
    if condition.state == "suppressed":
        return Selection(primary.semi_join(blocked, same).select("contact_id"))
    usable = primary.filter(primary.validity != "invalid")
    return Selection(
        usable.anti_join(blocked, usable.value == blocked.address).select("contact_id")
    )


def primary_addresses(channel: str, situation: Situation) -> Any:
    """The one address of each person a channel would use."""
    table = situation.session.table("identities")
    kind = ADDRESSES.get(channel, channel)
    return table.filter(table.is_primary, table.kind == kind)


def suppressions(channel: str, situation: Situation) -> Any:
    """The addresses of a channel that nobody may write to."""
    table = situation.session.table("suppressions")
    return table.filter(table.lifted_at.isnull(), table.channel == channel)


def _segment(condition: InSegment, situation: Situation) -> Selection:
    table = situation.session.table("memberships")
    held = table.filter(table.segment_id == condition.segment).select("contact_id")
    return Selection(held, condition.relation == "not_in")


SELECTIONS: dict[type, Callable[[Any, Situation], Selection]] = {
    Contact: _contact,
    Custom: _contact,
    Score: _score,
    CategoryScore: _category_score,
    Tag: _tag,
    Purchase: _purchase,
    Consent: _consent,
    Address: _address,
    InSegment: _segment,
}
