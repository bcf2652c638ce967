"""How events are told: each package registers sentences for its own names."""

from collections.abc import Callable, Sequence

from .rules.arriving import OURS
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
