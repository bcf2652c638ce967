"""From events to the lines of a page: sentences, headings, visits told as one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .queries.visits import VisitCard, visit_cards
from .registry import sentences
from .sentences import address
from .values import EventCard, Sentence
from .visit_words import facts, rest, title

LOOKS = frozenset({"page viewed", "product viewed", "screen viewed"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the thread; `heading` stands before the first of its month."""

    at: datetime
    sentence: Sentence
    is_today: bool
    by_machine: bool
    heading: str = ""


def lines(
    events: Sequence[EventCard], now: datetime, *, after: datetime | None = None
) -> list[Line]:
    """The thread for these events, newest first. `after` is the event before the first one.

    Pages that one visit saw in a row are one line; the newest of a visit says where it came
    from, with what, how many pages it saw and how long it was.
    """
    told = sentences(events)
    known = visit_cards({event.session or 0 for event in events if _is_look(event)})
    here = timezone.localtime(now).date()
    heading_before = _heading(after, here) if after else ""
    found = []
    for visit in _visits(events):
        newest = visit[0]
        heading = _heading(newest.at, here)
        card = known.pop(newest.session or 0, None) if _is_look(newest) else None
        found.append(
            Line(
                at=newest.at,
                sentence=_joined(visit, told, card),
                is_today=timezone.localtime(newest.at).date() == here,
                by_machine=newest.by_machine,
                heading="" if heading == heading_before else heading,
            )
        )
        heading_before = heading
    return found


def _visits(events: Sequence[EventCard]) -> Iterator[list[EventCard]]:
    """Events one by one, but those of one visit together."""

    def visit(event: EventCard) -> tuple[str, int]:
        return ("visit", event.session or 0) if _is_look(event) else ("event", event.id)

    for _key, group in groupby(events, key=visit):
        yield list(group)


def _is_look(event: EventCard) -> bool:
    return event.session is not None and event.name in LOOKS


def _joined(
    visit: Sequence[EventCard], told: dict[int, Sentence], card: VisitCard | None
) -> Sentence:
    """The latest thing that was looked at speaks for the visit, below what is known of it."""
    speaker = next((e for e in visit if e.name == "product viewed"), visit[0])
    sentence = told[speaker.id]
    if card is not None:
        seen = " ".join(filter(None, (sentence.title, sentence.rest)))
        return replace(
            sentence,
            title=title(card),
            rest=rest(card),
            note=" · ".join(filter(None, (facts(card), seen, _address(speaker)))),
        )
    more = len(visit) - 1
    if not more:
        return sentence
    pages = ngettext("and %(n)d more page", "and %(n)d more pages", more) % {"n": more}
    return replace(sentence, rest=", ".join(filter(None, (sentence.rest, pages))))


def _address(event: EventCard) -> str:
    return address(event) if event.name == "page viewed" else ""


def _heading(at: datetime, today: date) -> str:
    day = timezone.localtime(at).date()
    if day == today:
        return _("Today")
    if (day.year, day.month) == (today.year, today.month):
        return _("This month")
    month = str(MONTHS[day.month])
    return month if day.year == today.year else f"{month} {day.year}"
