"""What packages above add: sentences for their events, products, and a look at orders."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from .rules.arriving import OURS, ToldOrder
from .values import EventCard, Sentence

# A renderer gets every event of its name on the page at once, so that it asks for names
# of products or campaigns once and not per line.
ManyRenderer = Callable[[Sequence[EventCard]], dict[int, Sentence]]

_sentences: dict[str, ManyRenderer] = {}


def register_sentence(name: str, render: Callable[[EventCard], Sentence]) -> None:
    """Tell how one event of this name reads; `render` makes no query."""
    _sentences[name] = lambda events: {event.id: render(event) for event in events}


def register_sentences(name: str, render: ManyRenderer) -> None:
    """The same for sentences that need names from elsewhere: all events of a page at once."""
    _sentences[name] = render


def sentences(events: Sequence[EventCard]) -> dict[int, Sentence]:
    """A sentence for each event, by its id; an unknown name is shown as it was recorded."""
    by_name: dict[str, list[EventCard]] = {}
    for event in events:
        by_name.setdefault(event.name, []).append(event)
    told: dict[int, Sentence] = {}
    for name, group in by_name.items():
        told |= _sentences.get(name, _as_recorded)(group)
    return told


def _as_recorded(events: Sequence[EventCard]) -> dict[int, Sentence]:
    return {
        event.id: Sentence(
            icon="circle-dot",
            title=event.name[:1].upper() + event.name[1:],
            note=", ".join(f"{key}: {value}" for key, value in _own(event).items()),
            channel="web",
        )
        for event in events
    }


def _own(event: EventCard) -> dict[str, object]:
    """What the client told, without what we noted beside it."""
    return {key: value for key, value in event.properties.items() if key not in OURS}


def is_told_by_us(name: str) -> bool:
    """Whether the house itself has a sentence for events of this name."""
    return name in _sentences


# A package that keeps products and orders knows them by number; nobody else does.
Products = Callable[[Collection[str]], Mapping[str, int]]
OrderProblems = Callable[[Sequence[tuple[ToldOrder, datetime]]], Mapping[int, tuple[str, str]]]
_products: list[Products] = []
_order_problems: list[OrderProblems] = []


def register_products(known: Products) -> None:
    """Say which product a number (sku) is; asked once for a batch of events."""
    _products[:] = [known]


def known_products(skus: Collection[str]) -> Mapping[str, int]:
    """The ids of those of these products that are here."""
    return _products[0](skus) if _products and skus else {}


def register_order_problems(problems: OrderProblems) -> None:
    """Say which of the orders that clients tell of cannot be kept: by place, the code of a
    reason (reasons.py) and a detail. Asked once for a batch, before anything is written.
    """
    _order_problems[:] = [problems]


def order_problems(
    orders: Sequence[tuple[ToldOrder, datetime]],
) -> Mapping[int, tuple[str, str]]:
    return _order_problems[0](orders) if _order_problems and orders else {}
