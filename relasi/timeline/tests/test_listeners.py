"""What happens below is on the timeline."""

import pytest

from relasi.accounts.testing import actor
from relasi.consent import public as consent
from relasi.consent.testing import grant, withdraw
from relasi.contacts import public as contacts
from relasi.contacts.events import NoteWritten
from relasi.contacts.models import Merge
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.kernel.clock import now
from relasi.timeline import public as timeline
from relasi.timeline.testing import NOON, make_event, names_of

pytestmark = pytest.mark.django_db


def test_consent_is_told_when_it_was_said():
    ann = make_contact()

    grant(ann)
    withdraw(ann)

    assert names_of(ann) == ["consent withdrawn", "consent granted"]
    card = timeline.page_of(ann)[1]
    assert card.properties == {"channel": "email", "purpose": "marketing"}
    assert card.source == "sign-up form"


def test_statements_of_many_are_told_each_to_their_own():
    ann, ben = make_contact(), make_contact()
    said = [
        consent.Heard(who, "web", "collect", yes, NOON, "web: Shop")
        for who, yes in ((ann, True), (ben, False))
    ]

    consent.hear(said, by_label="system", now=NOON)

    assert (names_of(ann), names_of(ben)) == (["consent granted"], ["consent withdrawn"])
    assert timeline.page_of(ben)[0].properties == {"channel": "web", "purpose": "collect"}


def test_a_note_is_told_once():
    ann = make_contact()
    note = NoteWritten(ann, 3, 1, "Alice", "Asks for decaf.", NOON)

    bus.publish(note)
    bus.publish(note)

    (card,) = timeline.page_of(ann)
    assert card.properties == {"body": "Asks for decaf.", "author": "Alice"}


def test_a_merge_joins_both_timelines_and_undoing_gives_each_their_own():
    ann, anna = make_contact(), make_contact()
    make_event(ann, "page viewed")
    make_event(anna, "signed up")

    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=actor(), now=now())
    assert sorted(names_of(kept)) == ["contacts merged", "page viewed", "signed up"]

    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=actor(), now=now())
    assert names_of(ann) == ["page viewed"]
    assert names_of(anna) == ["signed up"]
