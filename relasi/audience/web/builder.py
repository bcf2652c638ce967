"""The editor of a segment's condition: everything the page shows about a draft."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of
from relasi.audience import words
from relasi.audience.catalogue import Catalogue, faults
from relasi.audience.drafting.edits import edited
from relasi.audience.drafting.lines import Part, name_of, parts
from relasi.audience.drafting.offers import offers
from relasi.audience.live import REACH, Memory, People, Picture, picture, some
from relasi.audience.queries.naming import catalogue, situation
from relasi.audience.rules.reading import read
from relasi.audience.rules.tree import DEEPEST, WIDEST, Consent, Group, Node, Path, as_json
from relasi.commerce import public as commerce
from relasi.contacts import public as contacts
from relasi.insight import public as insight
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number

from .aside import Aside, aside

SAMPLE = 10
memory = Memory()


@dataclass(frozen=True, slots=True)
class Line:
    """A condition or a group as it is drawn."""

    key: str
    parts: tuple[Part, ...] = ()
    how: str = ""
    how_name: str = ""
    fault: str = ""
    left: int | None = None
    children: "tuple[Line, ...]" = ()
    may_nest: bool = False
    may_grow: bool = True


@dataclass(frozen=True, slots=True)
class Sampled:
    """A person of the sample: reach is yes, off (refused) or no (never asked) by channel."""

    id: int
    name: str
    stage: str
    last_order_at: Any
    orders: int | None
    revenue: Any
    reach: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A tree being edited, with what is unfinished in it."""

    tree: Group
    catalogue: Catalogue
    faults: dict[Path, str]

    @property
    def text(self) -> str:
        return json.dumps(as_json(self.tree), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: the draft, its counts, and what was typed."""

    draft: Draft
    shown: Picture
    asked: QueryDict


def draft_of(tree: Group, *, itself: int | None = None) -> Draft:
    known = catalogue(tree)
    return Draft(tree, known, faults(tree, known, itself=itself))


def posted_draft(posted: QueryDict, *, itself: int | None = None) -> Draft:
    """What the form says. Raises BadTree when its hidden tree was tampered with."""
    try:
        start = read(json.loads(posted.get("tree", "")))
    except (ValueError, RecursionError) as error:
        raise Refused(_("The form was not complete. Open the page again.")) from error
    tree = edited(start, posted, catalogue(start), _product)
    return draft_of(read(as_json(tree)), itself=itself)


def _product(typed: str) -> int | None:
    """A product by its number, or by a name that only one has."""
    by_number = commerce.find_product(typed)
    if by_number is not None:
        return by_number
    found = [one.id for one in commerce.products(typed) if one.name.casefold() == typed.casefold()]
    return found[0] if len(found) == 1 else None


def context(request: HttpRequest, draft: Draft, asked: QueryDict) -> dict[str, Any]:
    """The values of the editor: lines with counts, reach, sample, and why."""
    skip = frozenset(draft.faults)
    people = People(situation(clock.now()), memory)
    shown = picture(draft.tree, people, skip)
    seed = row_number(asked.get("seed", "")) or 1
    seed += asked.get("op") == "others"
    missed = asked.get("show") == "missed"
    return {
        "draft": draft,
        "lines": _line(draft.tree, (), Drawn(draft, shown, asked)),
        "offers": offers(draft.catalogue),
        "picture": shown,
        "reach": [(str(words.CHANNELS[name]), shown.reach[name]) for name in REACH],
        "seed": seed % 10_000,
        "show": "missed" if missed else "in",
        "sample": _sample(request, shown, people, missed=missed, seed=seed),
        "may_see_people": _sees_everybody(request),
        "currency": accounts.organisation().currency,
        "aside": _aside(request, draft, asked, skip),
        "products": commerce.products("", limit=200) if _names_products(draft.tree) else [],
    }


def _line(node: Node, path: Path, drawn: Drawn) -> Line:
    key = ".".join(map(str, path))
    left = drawn.shown.left.get(path)
    if not isinstance(node, Group):
        fault = drawn.draft.faults.get(path, "")
        sentence = parts(node, drawn.draft.catalogue, path)
        if fault:
            sentence = [_marked(part, drawn.asked) for part in sentence]
        return Line(key, tuple(sentence), fault=fault, left=left)
    children = tuple(_line(child, (*path, i), drawn) for i, child in enumerate(node.of))
    return Line(
        key,
        how=node.how,
        how_name=name_of(path, "how"),
        left=left,
        children=children,
        may_nest=len(path) + 1 < DEEPEST,
        may_grow=len(node.of) < WIDEST,
    )


def _marked(part: Part, asked: QueryDict) -> Part:
    """In a line with a fault the control at fault, with what was typed there."""
    control = part.control
    if control is None or not (control.missing or control.name.endswith(".value")):
        return part
    typed = asked.get(control.name, "")[:300] if control.kind in {"number", "text"} else ""
    return Part(control=replace(control, wrong=True, value=typed or control.value))


def _sees_everybody(request: HttpRequest) -> bool:
    """People are only named to those who may see every person."""
    by = actor_of(request)
    return accounts.may(by, "view", "contacts") and (
        accounts.visible_owners(by, "view", "contacts") is None
    )


def _sample(
    request: HttpRequest, shown: Picture, people: People, *, missed: bool, seed: int
) -> list[Sampled]:
    if not _sees_everybody(request):
        return []
    chosen = some(shown.missed if missed else shown.members, people, many=SAMPLE, seed=seed)
    names, cards = contacts.names(chosen), insight.cards(chosen)
    reach = _reach_of(chosen, people)
    return [
        Sampled(
            id=one,
            name=names.get(one, ""),
            stage=insight.stage_word(card.lifecycle if card else "prospect"),
            last_order_at=card.last_order_at if card else None,
            orders=card.orders if card else None,
            revenue=card.revenue if card else None,
            reach=reach[one],
        )
        for one in chosen
        for card in [cards.get(one)]
    ]


def _reach_of(chosen: list[int], people: People) -> dict[int, dict[str, str]]:
    """By channel: yes (may be written to), off (refused), no (never asked or no address)."""
    places = [int(np.searchsorted(people.everybody, one)) for one in chosen]
    reached = people.reached()
    refused = {name: people.condition(Consent(name, "withdrawn")) for name in REACH}
    return {
        one: {
            name: "yes" if reached[name][place] else "off" if refused[name][place] else "no"
            for name in REACH
        }
        for one, place in zip(chosen, places, strict=True)
    }


def _aside(
    request: HttpRequest, draft: Draft, asked: QueryDict, skip: frozenset[Path]
) -> Aside | None:
    if not _sees_everybody(request):
        return None
    return aside(draft.tree, draft.catalogue, skip, asked.get("why", ""), asked.get("person", ""))


def _names_products(tree: Group) -> bool:
    return '"product"' in json.dumps(as_json(tree))
