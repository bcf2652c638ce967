"""Whose each event is: the contact of its user id, else the visitor of its anonymous id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from relasi.contacts import public as contacts
from relasi.timeline.rules.arriving import Arrived, Incoming, told

from .known_sources import Known
from .seeing import note_sightings
from .sorting import Sorted
from .visitors import Fresh, Visitors

BY = "system"


@dataclass(frozen=True, slots=True)
class Profiles:
    """Contacts by user id, visitors by anonymous id."""

    contacts: Mapping[str, int]
    visitors: Mapping[str, int]

    def of(self, incoming: Incoming) -> int:
        if incoming.user_id:
            return self.contacts[incoming.user_id]
        return self.visitors[incoming.anonymous_id]


def profiles_of(
    found: Sorted, sources: Mapping[int, Known], before: Visitors, now: datetime
) -> Profiles:
    """Find or make everybody these events are about, and note who was seen where."""
    fresh = found.fresh
    known = _known(found, sources, now)
    visitors = before.ensure(fresh)
    pairs: dict[tuple[int, int], tuple[Arrived, Incoming]] = {}
    for arrived, incoming in fresh:
        if incoming.user_id:
            for anonymous_id in (incoming.anonymous_id, *incoming.links):
                if anonymous_id:
                    pair = visitors[anonymous_id], known[incoming.user_id]
                    pairs.setdefault(pair, (arrived, incoming))
    devices = {number: word for word, number in visitors.items()}
    left_out = note_sightings(pairs, _evidence, devices, now)
    found.unused += [(pairs[pair][0], why) for pair, why in left_out]
    return Profiles(known, visitors)


def _known(found: Sorted, sources: Mapping[int, Known], now: datetime) -> dict[str, int]:
    told, unused = _told(found.fresh, sources), list[contacts.Unused]()
    people = [person for _arrived, person in told]
    known = contacts.know_people(people, by_label=BY, now=now, unused=unused)
    found.unused += [(told[one.place][0], one.reason) for one in unused]
    return known


def _told(fresh: Fresh, sources: Mapping[int, Known]) -> list[tuple[Arrived, contacts.ToldPerson]]:
    """In the order of events; what repeats itself from page to page is told once."""
    last: dict[str, tuple[bool, Mapping[str, object]]] = {}
    found = []
    for arrived, incoming in fresh:
        if not incoming.user_id:
            continue
        source = sources[arrived.source_id]
        says = source.is_server, incoming.traits
        if last.get(incoming.user_id) == says:
            continue
        last[incoming.user_id] = says
        said = told(incoming.traits)
        person = contacts.ToldPerson(
            external_id=incoming.user_id,
            email=said.email,
            phone=said.phone,
            attributes=said.attributes,
            fields=said.fields,
            source=source.name,
            is_sure=source.is_server,
        )
        found.append((arrived, person))
    return found


def _evidence(said: tuple[Arrived, Incoming]) -> dict[str, object]:
    """Enough to say in a sentence why we believe it."""
    arrived, incoming = said
    return {
        "source_id": arrived.source_id,
        "kind": incoming.kind,
        "name": incoming.name,
        "user_id": incoming.user_id,
        "message_id": incoming.message_id[:200],
        "at": incoming.at.isoformat(),
    }
