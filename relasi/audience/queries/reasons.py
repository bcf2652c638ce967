"""Why somebody is in a segment or not: every condition with its answer and the facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.audience import words
from relasi.audience.catalogue import Catalogue
from relasi.audience.compiling.purchases import totals
from relasi.audience.compiling.running import records
from relasi.audience.compiling.selections import primary_addresses, selection
from relasi.audience.compiling.situation import Situation
from relasi.audience.drafting.lines import said
from relasi.audience.rules.tree import (
    Address,
    CategoryScore,
    Condition,
    Consent,
    Contact,
    Custom,
    Group,
    Node,
    Path,
    Purchase,
    Score,
)
from relasi.insight import public as insight
from relasi.kernel import clock
from relasi.ui.public import formats

Answer = Literal["yes", "no", "skip"]


@dataclass(frozen=True, slots=True)
class WhyNode:
    """`sentence` is the condition, `fact` what is known; "skip" is not needed any more."""

    path: Path
    answer: Answer
    sentence: str
    fact: str = ""
    children: "tuple[WhyNode, ...]" = ()


class Reasons:
    """Asks about one person."""

    def __init__(self, contact_id: int, situation: Situation, catalogue: Catalogue) -> None:
        self.contact_id, self.situation, self.catalogue = contact_id, situation, catalogue

    def why(self, node: Node, skip: frozenset[Path] = frozenset(), path: Path = ()) -> WhyNode:
        """The whole tree for this person; unfinished lines (`skip`) are left out."""
        if not isinstance(node, Group):
            fits = self.fits(node)
            sentence = said(node, self.catalogue)
            return WhyNode(path, "yes" if fits else "no", sentence, self.fact(node))
        asked = [(i, c) for i, c in enumerate(node.of) if (*path, i) not in skip]
        children = [self.why(child, skip, (*path, i)) for i, child in asked]
        return _group(node, children, path)

    def fits(self, condition: Condition) -> bool:
        picked = selection(condition, self.situation)
        one = picked.ids.filter(picked.ids.contact_id == self.contact_id)
        return bool(records(one, self.situation)) != picked.negated

    def fact(self, condition: Condition) -> str:
        """What is known about the person that decides the condition, as a sentence."""
        tell = FACTS.get(type(condition))
        return tell(self, condition) if tell else ""

    def row(self, table: Any, key: str = "contact_id") -> dict[str, Any]:
        found = records(table.filter(table[key] == self.contact_id).limit(1), self.situation)
        return found[0] if found else {}


def _group(group: Group, children: list[WhyNode], path: Path) -> WhyNode:
    answers = [child.answer == "yes" for child in children]
    fits = {"all": all(answers), "any": any(answers) or not answers, "none": not any(answers)}
    heading = str(words.HOWS[group.how])
    if group.how == "any" and any(answers):
        children = [
            child
            if child.answer == "yes"
            else WhyNode(
                child.path, "skip", child.sentence, _("Not needed, another line is enough.")
            )
            for child in children
        ]
    if group.how == "none":
        turned: Mapping[str, Answer] = {"yes": "no", "no": "yes", "skip": "skip"}
        children = [
            WhyNode(c.path, turned[c.answer], _("not: %(line)s") % {"line": c.sentence}, c.fact)
            for c in children
        ]
    return WhyNode(path, "yes" if fits[group.how] else "no", heading, "", tuple(children))


def _contact(reasons: Reasons, condition: Contact) -> str:
    contacts = reasons.situation.session.table("contacts")
    value = reasons.row(contacts.select("id", condition.field), "id").get(condition.field)
    return _known(value)


def _custom(reasons: Reasons, condition: Custom) -> str:
    contacts = reasons.situation.session.table("contacts")
    stored = reasons.row(contacts.select("id", "fields"), "id").get("fields") or {}
    return _known(stored.get(condition.field) if isinstance(stored, dict) else None)


def _score(reasons: Reasons, condition: Score) -> str:
    card = insight.scores_of(reasons.contact_id)
    if condition.field == "lifecycle" and card:
        return insight.stage_reason(card.verdict)
    value = getattr(card, condition.field) if card else None
    return _known(value) if card else _("Has not bought yet.")


def _category_score(reasons: Reasons, condition: CategoryScore) -> str:
    situation = reasons.situation
    table = insight.category_scores(situation.session, condition.category, as_of=situation.as_of)
    row = reasons.row(table)
    return _known(row[condition.field]) if row else _("Never bought in this category.")


def _purchase(reasons: Reasons, condition: Purchase) -> str:
    shown = Purchase(condition.what, condition.id, None, {"at_least": "0"}, condition.days)
    row = reasons.row(totals(shown, reasons.situation))
    if not row:
        return _("Not bought.")
    times = ngettext("%(n)s time", "%(n)s times", row["times"]) % {"n": row["times"]}
    currency = accounts.organisation().currency
    paid = formats.money(row["amount"], currency, get_language() or "en")
    return _("%(times)s, %(amount)s.") % {"times": times, "amount": paid}


def _consent(reasons: Reasons, condition: Consent) -> str:
    table = reasons.situation.session.table("permissions")
    asked = table.filter(table.channel == condition.channel, table.purpose == condition.purpose)
    row = reasons.row(asked.select("contact_id", "granted", "stated_at", "source"))
    if not row:
        return _("Never asked.")
    on = _shown(row["stated_at"])
    words_ = {"date": on, "source": row["source"]}
    if row["granted"]:
        return _("Agreed on %(date)s (%(source)s).") % words_
    return _("Refused on %(date)s (%(source)s).") % words_


def _address(reasons: Reasons, condition: Address) -> str:
    primary = primary_addresses(condition.channel, reasons.situation)
    row = reasons.row(primary.select("contact_id", "value"))
    return str(row["value"]) if row else _("No address.")


FACTS: dict[type, Callable[[Reasons, Any], str]] = {
    Contact: _contact,
    Custom: _custom,
    Score: _score,
    CategoryScore: _category_score,
    Purchase: _purchase,
    Consent: _consent,
    Address: _address,
}


def _known(value: object) -> str:
    text = _shown(value)
    return _("It is %(value)s.") % {"value": text} if text else _("It is unknown.")


def _shown(value: object) -> str:
    language = get_language() or "en"
    if isinstance(value, datetime):
        return formats.day(timezone.localtime(value).date(), language, this_year=_year())
    if isinstance(value, date):
        return formats.day(value, language, this_year=_year())
    if isinstance(value, bool):
        return str(words.YES_NO["yes" if value else "no"])
    if isinstance(value, int | float | Decimal):
        digits = 0 if float(value).is_integer() else 1
        return formats.number(value, language, digits=digits)
    return "" if value is None else str(value)


def _year() -> int:
    return timezone.localdate(clock.now()).year
