"""What could not be taken in waits in quarantine, as far as consent allows that too."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from relasi.accounts import public as accounts
from relasi.contacts import public as contacts
from relasi.timeline.rules.arriving import Arrived
from relasi.timeline.rules.consenting import Allowed, Mode, Unread, allowed, believed, unread

from .erased import Address, named
from .known_sources import Known
from .sorting import Sorted
from .standing import RESTRICTED, Answers, answers_of, contacts_of

COLUMNS = (
    "source_id", "family", "kind", "received_at", "ip", "agent", "shared", "body", "reason",
    "detail", "quarantined_at", "gpc", "keep_until",
)  # fmt: skip
# Of a source that is not here any more.
NO_SOURCE = Known("", (), Mode.COOKIELESS, is_server=False, unread_days=3)
NOT_USED = Allowed(keep=False, follow=False, know=False, why=RESTRICTED)


def guard(found: Sorted, sources: Mapping[int, Known]) -> None:
    """Take out of the refused what may not be kept, and say of which less may be.

    What nobody can read says nothing of consent either: it waits, where a source keeps nothing
    unasked as elsewhere, without its address and for a time.
    """
    if not found.refused:
        return
    looked = [(arrived, problem, unread(arrived)) for arrived, problem in found.refused]
    known = contacts_of({read.user_id for _a, _p, read in looked if read.user_id})
    answers = answers_of(known.values())
    erased = _erased([read for _a, _p, read in looked])
    found.refused = []
    for (arrived, problem, read), is_erased in zip(looked, erased, strict=True):
        if is_erased:
            found.withheld.append((arrived, problem, "erased"))
            continue
        holds = answers.get(known.get(read.user_id, 0), {})
        may = _may(read, holds, sources.get(arrived.source_id, NO_SOURCE))
        if not may.keep and (read.is_read or may.why != "not_asked"):
            found.withheld.append((arrived, problem, may.why))
            continue
        found.refused.append((arrived, problem))
        if not may.know:
            found.disguised.add(arrived.id)


def _erased(looked: Collection[Unread]) -> list[bool]:
    """Which of them name what was erased with its person."""
    if not contacts.anybody_erased():
        return [False] * len(looked)
    country = accounts.organisation().country
    names = [set(_named(read, country)) for read in looked]
    gone = contacts.erased_among(set().union(*names))
    return [bool(addresses & gone) for addresses in names]


def _named(read: Unread, country: str) -> Iterable[Address]:
    return named(read.user_id, read.browsers, read.traits, country)


def _may(read: Unread, holds: Answers, source: Known) -> Allowed:
    if RESTRICTED in holds:
        return NOT_USED
    words = (
        read.words
        if source.is_server
        else believed(read.words, holds, next(iter(read.browsers), ""))
    )
    return allowed(words, holds, source.mode)


def quarantine(found: Sorted, sources: Mapping[int, Known], now: datetime) -> None:
    """Keep them with the reason: as they came, or without their address until a day."""
    rows = [
        (
            a.source_id, a.family, a.kind, a.received_at,
            "" if a.id in found.disguised else a.ip,
            a.agent, a.shared, a.body, problem.reason, _shown(problem.detail), now, a.gpc,
            _until(a, found.disguised, sources, now),
        )
        for a, problem in found.refused
    ]  # fmt: skip
    if rows:
        contacts.importing.copy_values("timeline_quarantined", COLUMNS, rows)


def _until(
    arrived: Arrived, disguised: Collection[int], sources: Mapping[int, Known], now: datetime
) -> datetime | None:
    if arrived.id not in disguised:
        return None
    return now + timedelta(days=sources.get(arrived.source_id, NO_SOURCE).unread_days)


def _shown(detail: str) -> str:
    return detail.encode("utf-8", "replace").decode().replace("\x00", "")
