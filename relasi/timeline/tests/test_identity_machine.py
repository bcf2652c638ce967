"""Whatever order things come in: who is behind which browser is as a plain model says."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from relasi.accounts.testing import actor
from relasi.contacts import public as contacts
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.models import Contact
from relasi.contacts.testing import make_contact
from relasi.timeline import public as timeline
from relasi.timeline.actions.sightings import undo_sighting
from relasi.timeline.models import Arrival, Event, Sighting, Visitor

from .arriving import NOW, arrive, collect, contact_of, identify, make_site, outcomes, page, track

EMAILS = ["a@example.org", "b@example.org"]
users = st.sampled_from(["ann", "bob", "cas"])
devices = st.sampled_from(["d1", "d2", "d3"])
emails = st.sampled_from(EMAILS)


@dataclass
class Row:
    """A sighting."""

    device: str
    person: int
    stands: bool = True


@dataclass
class Joined:
    kept: int
    lost: int
    number: int
    names: set[str]
    events: set[str]
    rows: list[Row]
    aside: list[Row]


@dataclass
class Model:
    """`names` are user ids and e-mail addresses; an event belongs to a person or a device."""

    names: dict[str, int] = field(default_factory=dict)
    events: dict[str, int | str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    devices: set[str] = field(default_factory=set)
    people: set[int] = field(default_factory=set)

    def whose(self, device: str) -> int | None:
        seen = [row.person for row in self.rows if row.device == device and row.stands]
        return seen[0] if len(seen) == 1 and seen[0] else None

    def read_as(self, person: int) -> set[str]:
        theirs = {device for device in self.devices if self.whose(device) == person}
        return {name for name, owner in self.events.items() if owner == person or owner in theirs}

    def has_user_id(self, person: int) -> bool:
        return any(who == person and name not in EMAILS for name, who in self.names.items())

    def has_email(self, person: int) -> bool:
        """A page gives nobody a second one."""
        return any(who == person and name in EMAILS for name, who in self.names.items())

    def take(self, message: str, user: str, device: str, email: str) -> None:
        """One event, by the rules of docs/explanation/identity.md."""
        if message in self.events:
            return
        if device:
            self.devices.add(device)
        if not user:
            self.events[message] = device
            return
        person = self.names.get(user)
        if person is None and email:
            holder = self.names.get(email)
            person = None if holder is None or self.has_user_id(holder) else holder
        if person is None:
            person = contact_of(user)  # the one that was made: only its number is taken over
            assert person is not None
            assert person not in self.people
            self.people.add(person)
        self.names.setdefault(user, person)
        if email and not self.has_email(person):
            self.names.setdefault(email, person)
        self.events[message] = person
        if device and not any((r.device, r.person) == (device, person) for r in self.rows):
            self.rows.append(Row(device, person))


class Identities(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.site = make_site()
        self.model = Model()
        self.waiting: list[tuple[str, str, str, str]] = []
        self.sent: list[tuple[tuple[str, str, str, str], Any]] = []
        self.merges: list[Joined] = []
        self.numbers = count()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def _send(self, body: Any, user: str = "", device: str = "", email: str = "") -> None:
        said = (body["messageId"], user, device, email)
        self.sent.append((said, body))
        self.waiting.append(said)
        arrive(self.site, body)

    @rule(user=users)
    def track(self, user: str) -> None:
        self._send(track(user, f"m{next(self.numbers)}"), user)

    @rule(device=devices)
    def look(self, device: str) -> None:
        self._send(page(device, f"m{next(self.numbers)}"), device=device)

    @rule(device=devices, user=users)
    def look_signed_in(self, device: str, user: str) -> None:
        self._send(page(device, f"m{next(self.numbers)}", user), user, device)

    @rule(device=devices, user=users, email=emails)
    def identify(self, device: str, user: str, email: str) -> None:
        body = identify(user, f"m{next(self.numbers)}", device, email=email)
        self._send(body, user, device, email)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        (said, body) = data.draw(st.sampled_from(self.sent))
        self._send(body, *said[1:])

    @rule()
    def collect(self) -> None:
        collect()
        for said in self.waiting:
            self.model.take(*said)
        self.waiting.clear()

    @rule(email=emails)
    def add_by_hand(self, email: str) -> None:
        if email not in self.model.names:
            person = make_contact(email=email)
            self.model.people.add(person)
            self.model.names[email] = person

    @precondition(lambda self: len(self.model.people) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        model, pair = self.model, st.sampled_from(sorted(self.model.people))
        one, other = data.draw(st.lists(pair, min_size=2, max_size=2, unique=True))
        kept = contacts.merge_contacts(one_id=one, other_id=other, by=actor(), now=NOW)
        lost = other if kept == one else one
        (number,) = [merge.id for merge in _merges(kept) if merge.lost_id == lost]
        standing = {row.device for row in model.rows if row.person == kept and row.stands}
        theirs = [row for row in model.rows if row.person == lost]
        aside = [row for row in theirs if row.stands and row.device in standing]
        moved = [row for row in theirs if row not in aside]
        names = {name for name, who in model.names.items() if who == lost}
        events = {name for name, who in model.events.items() if who == lost}
        self.merges.append(Joined(kept, lost, number, names, events, moved, aside))
        model.rows = [row for row in model.rows if not any(row is gone for gone in aside)]
        self._move(self.merges[-1], lost, kept)
        model.people.discard(lost)

    @precondition(lambda self: self.merges)
    @rule()
    def undo_merge(self) -> None:
        joined = self.merges.pop()
        contacts.undo_merge(merge_id=joined.number, by=actor(), now=NOW)
        self.model.people.add(joined.lost)
        self._move(joined, joined.kept, joined.lost)
        self.model.rows += joined.aside

    def _move(self, joined: Joined, before: int, after: int) -> None:
        model = self.model
        for name in joined.names & {n for n, who in model.names.items() if who == before}:
            model.names[name] = after
        for name in joined.events & {n for n, who in model.events.items() if who == before}:
            model.events[name] = after
        for row in joined.rows:
            if row.person == before:
                row.person = after

    @precondition(lambda self: self.model.people)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        model = self.model
        person = data.draw(st.sampled_from(sorted(model.people)))
        delete_contact(contact_id=person, by=actor(), now=NOW)
        theirs = {device for device in model.devices if model.whose(device) == person}
        gone = model.read_as(person)
        for name in gone:  # what was taken in once is not taken in again
            model.events[name] = -1
        for device in model.devices - theirs:
            self._leave_a_trace(device, person)
        model.rows = [r for r in model.rows if r.person != person and r.device not in theirs]
        model.devices -= theirs
        model.names = {name: who for name, who in model.names.items() if who != person}
        model.people.discard(person)
        self.merges.clear()  # from here on they are not undone: those of the person are gone

    def _leave_a_trace(self, device: str, person: int) -> None:
        here = [row for row in self.model.rows if row.device == device and row.stands]
        if any(row.person == person for row in here) and not any(row.person == 0 for row in here):
            next(row for row in here if row.person == person).person = 0

    @precondition(lambda self: any(row.stands and row.person for row in self.model.rows))
    @rule(data=st.data())
    def undo_sighting(self, data: st.DataObject) -> None:
        standing = [row for row in self.model.rows if row.stands and row.person]
        row = data.draw(st.sampled_from(standing))
        visitor = Visitor.objects.get(anonymous_id=row.device).pk
        sighting = Sighting.objects.get(visitor_id=visitor, contact_id=row.person, undone_at=None)
        undo_sighting(sighting_id=sighting.pk, by=actor(), now=NOW)
        row.stands = False

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        model = self.model
        visitors = dict(Visitor.objects.values_list("anonymous_id", "contact_id"))
        assert visitors == {device: model.whose(device) for device in model.devices}
        assert set(Contact.objects.values_list("pk", flat=True)) == model.people
        messages = {event.pk: event.properties for event in Event.objects.filter(channel="web")}
        assert len(messages) == sum(owner != -1 for owner in model.events.values())
        for person in model.people:
            told = timeline.page_of(person, limit=1000)
            assert len([e for e in told if e.channel == "web"]) == len(model.read_as(person))

    @invariant()
    def nothing_is_unaccounted_for(self) -> None:
        counted = {"received": 0, "stored": 0, "repeated": 0} | outcomes()
        assert counted["received"] == (
            counted["stored"] + counted["repeated"] + Arrival.objects.count()
        )
        assert counted["stored"] == len(self.model.events)


def _merges(kept: int) -> Any:
    from relasi.contacts.queries.merging import merges_of

    return merges_of(kept)


@pytest.mark.django_db
def test_whatever_order_things_come_in():
    run_state_machine_as_test(
        Identities,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
