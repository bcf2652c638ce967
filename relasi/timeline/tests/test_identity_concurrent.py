"""Four at a time join, part, delete, import and collect: whoever comes second, nothing is lost,
nothing belongs to two, and what was joined comes apart as it was.
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from threading import Event as Signal

import pytest
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.importing.testing import bring_in
from relasi.contacts.models import Contact, Identity, Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import RelasiError
from relasi.timeline.actions.collecting.taking import take
from relasi.timeline.actions.sightings import restore_sighting, undo_sighting
from relasi.timeline.models import Arrival, Event, Sighting, Visitor

from .arriving import NOW, arrive, collect, identify, make_site, outcomes, page

THREADS, STEPS = 4, 20
# An event of nobody who is here: not a person, not who was joined with one, not a visitor.
ORPHANS = """
SELECT count(*) FROM timeline_event e
WHERE NOT EXISTS (SELECT FROM contacts_contact c WHERE c.id = e.contact_id)
AND NOT EXISTS (SELECT FROM timeline_visitor v WHERE v.id = e.contact_id)
AND NOT EXISTS (
    SELECT FROM timeline_alias a JOIN contacts_contact c ON c.id = a.contact_id
    WHERE a.profile_id = e.contact_id
)
"""
TWICE = """
SELECT count(*) FROM timeline_event_by_contact b WHERE EXISTS (
    SELECT FROM timeline_event_of_people p WHERE p.id = b.id AND p.at = b.at
) GROUP BY b.id, b.at HAVING count(DISTINCT b.contact_id) FILTER (
    WHERE EXISTS (SELECT FROM contacts_contact c WHERE c.id = b.contact_id)
) <> 1
"""
MISREAD = """
SELECT count(*) FROM timeline_visitor v WHERE v.contact_id IS DISTINCT FROM (
    SELECT CASE WHEN count(*) = 1 THEN nullif(min(s.contact_id), 0) END
    FROM timeline_sighting s WHERE s.visitor_id = v.id AND s.undone_at IS NULL
)
"""
OF_NOBODY = """
SELECT count(*) FROM contacts_identity i
WHERE NOT EXISTS (SELECT FROM contacts_contact c WHERE c.id = i.contact_id)
"""
FIRST_OF_A_KIND = """
SELECT count(*) FROM (
    SELECT FROM contacts_identity GROUP BY contact_id, kind
    HAVING count(*) FILTER (WHERE is_primary) <> 1
) k
"""


class Actor:
    """One of those who work at the same time; what is refused is refused in words."""

    def __init__(self, site: int, server: int, seed: int) -> None:
        self.site, self.server, self.seed = site, server, seed
        self.chance = random.Random(seed)
        self.sent = 0

    def work(self) -> None:
        does: tuple[Callable[[], object], ...] = (
            self.collect, self.collect, self.collect, self.merge, self.part, self.delete,
            self.add, self.bring_in, self.take_away, self.give_back,
        )  # fmt: skip
        try:
            for _step in range(STEPS):
                with suppress(RelasiError):
                    self.chance.choice(does)()
        finally:
            connection.close()

    def _user(self) -> str:
        return f"u{self.chance.randrange(6)}"

    def _email(self) -> str:
        return f"mail{self.chance.randrange(6)}@example.org"

    def _message(self) -> str:
        self.sent += 1
        return f"{self.seed}-{self.sent}"

    def _person(self) -> int:
        found = list(Contact.objects.values_list("pk", flat=True))
        return self.chance.choice(found) if found else 0

    def collect(self) -> None:
        device = f"d{self.chance.randrange(6)}"
        source = self.chance.choice((self.site, self.server))
        said = identify(self._user(), self._message(), device, email=self._email())
        arrive(source, said, page(device, self._message()))
        try:
            collect()
        except OperationalError as error:  # a batch gives way to people, and is run again later
            if not isinstance(error.__cause__, LockNotAvailable):
                raise

    def merge(self) -> None:
        contacts.merge_contacts(one_id=self._person(), other_id=self._person(), by=SYSTEM, now=NOW)

    def part(self) -> None:
        merge = Merge.objects.filter(undone_at=None).order_by("?").first()
        if merge:
            contacts.undo_merge(merge_id=merge.pk, by=SYSTEM, now=NOW)

    def delete(self) -> None:
        delete_contact(contact_id=self._person(), by=SYSTEM, now=NOW)

    def add(self) -> None:
        make_contact(email=self._email())

    def bring_in(self) -> None:
        bring_in(
            f"number,mail\n{self._user()},{self._email()}\n",
            mapping={0: "external_id", 1: "email"},
            match_by="external_id",
        )

    def take_away(self) -> None:
        found = Sighting.objects.filter(undone_at=None).order_by("?").first()
        if found:
            undo_sighting(sighting_id=found.pk, by=SYSTEM, now=NOW)

    def give_back(self) -> None:
        found = Sighting.objects.exclude(undone_at=None).order_by("?").first()
        if found:
            restore_sighting(sighting_id=found.pk, by=SYSTEM, now=NOW)


def many(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def whole_state() -> list[list[str]]:
    parts = (
        Identity.objects.values_list("kind", "value", "contact_id", "is_primary"),
        Visitor.objects.values_list("pk", "contact_id"),
        Sighting.objects.values_list("visitor_id", "contact_id", "undone_at"),
        Event.objects.exclude(channel="people").values_list("pk", "contact_id"),
        Contact.objects.values_list("pk", "name", "city", "source"),
    )
    return [sorted(map(str, rows)) for rows in parts]


def check() -> None:
    for question in (ORPHANS, TWICE, MISREAD, OF_NOBODY, FIRST_OF_A_KIND):
        assert many(question) == 0, question


@pytest.mark.parametrize("seed", range(1, 5))
@pytest.mark.usefixtures("transactional_db")
def test_four_at_a_time_leave_everything_with_exactly_one(seed):
    accounts.make_organisation(name="Kopi Lereng")
    site, server = make_site(), make_site("Back end", kind="server")
    actors = [Actor(site, server, seed * 100 + number) for number in range(THREADS)]

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(actor.work) for actor in actors]:
            done.result()
    collect()

    assert outcomes()["stored"] == sum(actor.sent for actor in actors)
    assert not Arrival.objects.exists()
    check()
    for merge in Merge.objects.filter(undone_at=None).order_by("-pk"):
        with suppress(RelasiError):
            contacts.undo_merge(merge_id=merge.pk, by=SYSTEM, now=NOW)
    check()
    people = list(Contact.objects.order_by("pk").values_list("pk", flat=True))[:4]
    before = whole_state()
    for one, other in pairwise(people):
        kept = contacts.merge_contacts(one_id=one, other_id=other, by=SYSTEM, now=NOW)
        check()
        merge = Merge.objects.filter(kept_id=kept).latest("pk")
        contacts.undo_merge(merge_id=merge.pk, by=SYSTEM, now=NOW)
    assert whole_state() == before


@pytest.mark.usefixtures("transactional_db")
def test_a_batch_holds_nothing_that_others_wait_for_before_it_may_add_to_people():
    """Who deletes or joins people waits for the batch next: they would wait for each other."""
    arrive(make_site(), page("d1", "m1"))
    held, let_go = Signal(), Signal()

    def hold():
        try:
            with transaction.atomic():
                contacts.let_people_go()
                held.set()
                assert let_go.wait(60)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(hold)
        try:
            assert held.wait(60)
            with pytest.raises(OperationalError) as caught, transaction.atomic():
                take(1)
        finally:
            let_go.set()
        working.result()

    assert isinstance(caught.value.__cause__, LockNotAvailable)
    assert collect() == 1
