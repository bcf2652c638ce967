"""Conditions as sentences: the same pattern with controls to edit and with words to read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.audience import words
from relasi.audience.catalogue import Catalogue
from relasi.audience.rules.tree import (
    Address,
    CategoryScore,
    Condition,
    Consent,
    Contact,
    Custom,
    InSegment,
    Path,
    Purchase,
    Score,
    Tag,
)
from relasi.audience.rules.vocabulary import (
    CATEGORY_SCORE,
    COUNTED_IN_DAYS,
    WITHOUT_VALUE,
    Field,
)

from .controls import Control, Options, options, select

PLACE = re.compile(r"%\((\w+)\)s")
WINDOWS = (7, 30, 90, 180, 365, 730)
Controls = dict[str, Control]
Asking = Contact | Custom | Score | CategoryScore


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: words, or a control."""

    text: str = ""
    control: Control | None = None


def parts(condition: Condition, catalogue: Catalogue, path: Path) -> list[Part]:
    """The sentence with its controls, in the reader's word order."""
    pattern, controls = _sentence(condition, catalogue, path)
    found = []
    for index, piece in enumerate(PLACE.split(pattern)):
        if index % 2 and piece in controls:
            found.append(Part(control=controls[piece]))
        elif index % 2 == 0 and piece.strip():
            found.append(Part(text=piece.strip()))
    return found


def said(condition: Condition, catalogue: Catalogue) -> str:
    """The sentence as it is read aloud."""
    pattern, controls = _sentence(condition, catalogue, ())
    spoken = PLACE.sub(lambda place: _spoken(controls.get(place[1])), pattern)
    return " ".join(spoken.split())


def _spoken(control: Control | None) -> str:
    return control.said if control else ""


def name_of(path: Path, part: str) -> str:
    """The form's name of a control: c.0.1.relation."""
    return ".".join(("c", *map(str, path), part))


def _sentence(condition: Condition, catalogue: Catalogue, path: Path) -> tuple[str, Controls]:
    pattern, controls = SENTENCES[type(condition)](condition, catalogue, path)
    return str(words.PATTERNS[pattern]), controls


def _field(condition: Asking, catalogue: Catalogue, path: Path) -> tuple[str, Controls]:
    known = catalogue.field_of(condition)
    relations = known.relations if known else (condition.relation,)
    controls = {
        "field": _subject(condition, catalogue, path),
        "relation": Control(
            "select",
            name_of(path, "relation"),
            _("comparison"),
            condition.relation,
            groups=(("", options(words.RELATIONS, relations)),),
        ),
    }
    if known and condition.relation not in WITHOUT_VALUE:
        controls["value"] = _value(condition, known, path)
    return "field" + _ending(condition.relation), controls


def _ending(relation: str) -> str:
    if relation in WITHOUT_VALUE:
        return "_known"
    return {"within_days": "_within", "before_days": "_before"}.get(relation, "")


def _subject(condition: Asking, catalogue: Catalogue, path: Path) -> Control:
    """Which field is asked about: one menu over everything that can be."""
    groups = subjects(catalogue)
    kind = {Contact: "contact", Custom: "custom", Score: "score"}.get(type(condition), "")
    if isinstance(condition, CategoryScore):
        chosen = options(words.SCORE, CATEGORY_SCORE)
        return Control(
            "select", name_of(path, "field"), _("field"), condition.field, groups=(("", chosen),)
        )
    value = f"{kind}:{condition.field}"
    if value not in {key for _heading, group in groups for key, _label in group}:
        groups = (("", ((value, condition.field),)), *groups)
    return Control("select", name_of(path, "field"), _("field"), value, groups=groups)


def subjects(catalogue: Catalogue) -> tuple[tuple[str, Options], ...]:
    """Every field, under headings: ("contact:city", "city")."""
    labels = catalogue.custom_labels
    custom = tuple((f"custom:{key}", labels.get(key, key)) for key in catalogue.custom)
    groups = (
        (_("What purchases say"), _prefixed("score", words.SCORE)),
        (_("About them"), _prefixed("contact", words.CONTACT)),
        (_("Your own fields"), custom),
    )
    return tuple(group for group in groups if group[1])


def _prefixed(kind: str, labels: Mapping[str, str | Promise]) -> Options:
    return tuple((f"{kind}:{key}", str(label)) for key, label in labels.items())


def _value(condition: Asking, known: Field, path: Path) -> Control:
    name, label, value = name_of(path, "value"), _("value"), condition.value
    if condition.relation in COUNTED_IN_DAYS or known.kind == "number":
        return Control("number", name, label, _plain(value), missing=value is None)
    if known.kind in {"date", "moment"}:
        return Control("date", name, label, _plain(value), missing=value is None)
    if known.kind == "boolean":
        chosen = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else ""
        return select(name, label, {"": "…", **words.YES_NO}, chosen or "")
    if known.kind == "choice":
        return _choice(condition, known, name, label)
    return Control("text", name, label, _plain(value), missing=value is None)


def _choice(condition: Asking, known: Field, name: str, label: str) -> Control:
    labels = tuple((key, str(words.STAGES.get(key, key))) for key in known.choices)
    value = condition.value
    if condition.relation == "one_of":
        chosen = tuple(value) if isinstance(value, list) else ()
        return Control("several", name, label, values=chosen, groups=(("", labels),))
    groups = (("", (("", "…"), *labels)),)
    return Control("select", name, label, _plain(value), groups=groups, missing=value is None)


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, list) else str(value)


def _category_score(
    condition: CategoryScore, catalogue: Catalogue, path: Path
) -> tuple[str, Controls]:
    pattern, controls = _field(condition, catalogue, path)
    categories = _named(catalogue.categories, condition.category)
    controls["category"] = Control(
        "select",
        name_of(path, "category"),
        _("category"),
        str(condition.category),
        groups=(("", categories),),
    )
    return pattern.replace("field", "category"), controls


def _named(names: Mapping[int, str], chosen: int | None) -> Options:
    """Ids and names; one that is gone is kept, so that the line says what is wrong."""
    found = tuple((str(key), name) for key, name in names.items())
    if chosen is None:
        return (("", "…"), *found)
    return found if chosen in names else ((str(chosen), _("(gone)")), *found)


def _tag(condition: Tag, catalogue: Catalogue, path: Path) -> tuple[str, Controls]:
    tags = _named(catalogue.tags, condition.tag)
    relation = select(name_of(path, "relation"), _("comparison"), words.TAGGED, condition.relation)
    tag = Control(
        "select", name_of(path, "tag"), _("tag"), str(condition.tag), groups=(("", tags),)
    )
    return "tag", {"relation": relation, "tag": tag}


def _segment(condition: InSegment, catalogue: Catalogue, path: Path) -> tuple[str, Controls]:
    name, chosen = name_of(path, "segment"), str(condition.segment)
    segments = (("", _named(catalogue.segments, condition.segment)),)
    relation = select(name_of(path, "relation"), _("comparison"), words.MEMBER, condition.relation)
    return "segment", {
        "relation": relation,
        "segment": Control("select", name, _("segment"), chosen, groups=segments),
    }


def _purchase(condition: Purchase, catalogue: Catalogue, path: Path) -> tuple[str, Controls]:
    times = next(iter((condition.times or {}).items()), None)
    paid = next(iter((condition.amount or {}).items()), None)
    controls = {
        "what": select(name_of(path, "what"), _("what"), words.WHAT, condition.what),
        "times": select(
            name_of(path, "times"), _("how often"), words.TIMES, times[0] if times else ""
        ),
        "paid": select(name_of(path, "paid"), _("how much"), words.PAID, paid[0] if paid else ""),
        "days": _window(condition.days, path),
    }
    if condition.what != "anything":
        controls["thing"] = _thing(condition, catalogue, path)
    if times:
        count = name_of(path, "count")
        controls["count"] = _limit(count, _("times"), times[1])
    if paid:
        amount = name_of(path, "amount")
        controls["amount"] = _limit(amount, _("amount"), paid[1])
    return "purchase", controls


def _limit(name: str, label: str, limit: int | str | None) -> Control:
    return Control("number", name, label, _plain(limit), missing=limit is None)


def _thing(condition: Purchase, catalogue: Catalogue, path: Path) -> Control:
    if condition.what == "category":
        found = (("", _named(catalogue.categories, condition.id)),)
        return Control(
            "select",
            name_of(path, "thing"),
            _("category"),
            str(condition.id or ""),
            groups=found,
            missing=condition.id is None,
        )
    name = catalogue.products.get(condition.id or 0, "")
    return Control(
        "text",
        name_of(path, "thing"),
        _("product"),
        name,
        missing=condition.id is None,
        listed="products",
    )


def _window(days: int | None, path: Path) -> Control:
    known = sorted({*WINDOWS, *([days] if days else [])})
    spans = tuple(
        (str(n), ngettext("in the last %(n)s day", "in the last %(n)s days", n) % {"n": n})
        for n in known
    )
    groups = (("", (("", _("so far")), *spans)),)
    return Control(
        "select", name_of(path, "days"), _("how long back"), str(days or ""), groups=groups
    )


def _consent(condition: Consent, _catalogue: Catalogue, path: Path) -> tuple[str, Controls]:
    return "consent", {
        "state": select(name_of(path, "state"), _("answer"), words.CONSENT, condition.state),
        "purpose": select(
            name_of(path, "purpose"), _("purpose"), words.PURPOSES, condition.purpose
        ),
        "channel": select(
            name_of(path, "channel"), _("channel"), words.CHANNELS, condition.channel
        ),
    }


def _address(condition: Address, _catalogue: Catalogue, path: Path) -> tuple[str, Controls]:
    return "address", {
        "channel": select(
            name_of(path, "channel"), _("channel"), words.CHANNELS, condition.channel
        ),
        "state": select(name_of(path, "state"), _("state"), words.ADDRESS, condition.state),
    }


SENTENCES: dict[type, Callable[[Any, Catalogue, Path], tuple[str, Controls]]] = {
    Contact: _field,
    Custom: _field,
    Score: _field,
    CategoryScore: _category_score,
    Tag: _tag,
    Purchase: _purchase,
    Consent: _consent,
    Address: _address,
    InSegment: _segment,
}
