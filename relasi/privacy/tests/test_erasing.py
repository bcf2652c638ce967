"""Somebody is erased: what goes, what stays, and that they do not come back."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.importing.testing import bring_in
from relasi.contacts.testing import make_contact
from relasi.kernel import bus, catalogue, clock
from relasi.kernel.catalogue import Archive, Busy, Category, Purpose
from relasi.kernel.errors import NotFound, Refused
from relasi.privacy import public as privacy
from relasi.privacy.actions.asking import take_up_again
from relasi.privacy.actions.erasing import StillThere, erase
from relasi.privacy.events import PersonErased
from relasi.privacy.models import Erasure
from relasi.privacy.testing import erase_now, go_on

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADDRESS = "canary@example.org"


def ask(person, reason="asked"):
    return privacy.erase_person(contact_id=person, reason=reason, asked_by=SYSTEM, now=NOON)


def stop_at_files(erasure_id):
    with pytest.raises(Busy):
        erase(erasure_id=erasure_id, clock=clock.now)


@pytest.fixture
def files():
    """A store outside of tables that does what a test tells it to."""

    class Files:
        busy = False
        erased = 0

        def erase(self, person):
            del person
            if self.busy:
                raise Busy
            self.erased += 1

    told = Files()
    catalogue.register_stores(
        Archive(
            "files of a test",
            "Files",
            Purpose.OPERATION,
            catalogue.WITH_HOUSE,
            {Category.NONE: "all"},
            count=lambda _person: 3,
            erase=told.erase,
            read=lambda _person: iter(()),
            package="privacy",
        )
    )
    yield told
    catalogue.forget_store("files of a test")


def test_the_receipt_says_what_there_was_and_what_is_left():
    person = make_contact("Ann", email=ADDRESS, phone="+6281255500172")

    card = erase_now(person)

    rows = {one.key: one.rows for one in card.rows}
    assert (card.state, rows["contacts.Contact"], rows["contacts.Identity"]) == ("done", 1, 2)
    assert "contacts.Identity" not in card.left
    assert not contacts.exists(person)
    receipt = privacy.receipt(card.id)
    assert {one["kind"] for one in receipt["known_by"]} == {"email", "phone"}
    assert ADDRESS not in str(receipt)
    assert receipt["seal"] == card.seal
    assert "1 receipt, not changed" in privacy.verify_receipts()


def test_nothing_of_whom_it_was_stays_in_the_erasure():
    card = erase_now(make_contact("Ann", email=ADDRESS))

    assert Erasure.objects.get(pk=card.id).whom == ""


def test_a_receipt_can_be_neither_changed_nor_deleted():
    card = erase_now(make_contact("Ann", email=ADDRESS))

    for statement in (
        "UPDATE privacy_erasure SET reason = 'unlawful'",
        "DELETE FROM privacy_erasure",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{statement} WHERE id = %s", [card.id])


def test_who_was_erased_is_not_added_again_and_may_be_allowed():
    erase_now(make_contact("Ann", email=ADDRESS))

    with pytest.raises(Refused, match="was erased, as they wished"):
        make_contact("Ann", email=ADDRESS.upper())
    with pytest.raises(NotFound):
        contacts.allow_again(text="other@example.org", country="", by=SYSTEM, now=NOON)
    contacts.allow_again(text=ADDRESS, country="", by=SYSTEM, now=NOON)

    assert contacts.exists(make_contact("Ann", email=ADDRESS))


def test_an_import_leaves_out_who_was_erased_and_keeps_nothing_of_the_row():
    erase_now(make_contact("Ann", email=ADDRESS))

    run = bring_in(f"email,name,city\n{ADDRESS},Ann,Bogor\nbea@example.org,Bea,Bandung\n")

    assert contacts.find_contact("email", ADDRESS) is None
    assert contacts.find_contact("email", "bea@example.org") is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_number, reason, cells::text FROM contacts_importrefusal WHERE run_id = %s",
            [run.pk],
        )
        ((number, reason, cells),) = cursor.fetchall()
    assert (number, cells) == (2, "[]")
    assert "was erased, as they wished" in reason


def test_an_erasure_goes_on_where_it_was_killed(files):
    files.busy = True
    person = make_contact("Ann", email=ADDRESS)
    asked = ask(person)
    stop_at_files(asked)
    half = privacy.erasure(asked)
    assert (half.state, half.is_cleared, contacts.exists(person)) == ("running", True, False)
    files.busy = False

    go_on(asked)
    go_on(asked)

    done = privacy.erasure(asked)
    assert (done.state, files.erased) == ("done", 1)
    assert {one.key: one.rows for one in done.rows}["contacts.Identity"] == 1
    assert done.left["files of a test"] == 3


def test_what_nobody_does_any_more_is_taken_up_again():
    asked = ask(make_contact("Ann", email=ADDRESS))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE lock = %s", [f"erasure-{asked}"])

    assert take_up_again() == 1
    assert take_up_again() == 0


def test_a_store_that_keeps_rows_lets_nothing_be_erased(monkeypatch):
    person = make_contact("Ann", email=ADDRESS)
    monkeypatch.setattr("relasi.privacy.actions.erasing._clear", lambda _store, _person: None)
    monkeypatch.setattr("relasi.contacts.actions.deleting.FORGET", ())
    monkeypatch.setattr("relasi.contacts.actions.deleting._remove", lambda _ids: None)
    asked = ask(person)

    with pytest.raises(StillThere, match=r"contacts\.Identity"):
        go_on(asked)

    assert contacts.card(person).emails == (ADDRESS,)


def test_it_is_stopped_as_long_as_nothing_is_gone(files):
    files.busy = True
    one, other = make_contact("Ann", email=ADDRESS), make_contact("Bea")
    first, second = ask(one), ask(other)

    privacy.cancel_erasure(erasure_id=first, by=SYSTEM, now=NOON)
    go_on(first)
    stop_at_files(second)

    assert contacts.exists(one)
    assert contacts.erased_among([("email", ADDRESS)]) == set()
    with pytest.raises(Refused, match="cannot be stopped any more"):
        privacy.cancel_erasure(erasure_id=second, by=SYSTEM, now=NOON)


def test_somebody_is_erased_once_and_for_a_reason():
    person = make_contact("Ann", email=ADDRESS)

    with pytest.raises(Refused, match="“because” is not a reason"):
        ask(person, "because")
    assert ask(person) == ask(person)
    with pytest.raises(NotFound):
        ask(987_654_321)


def test_others_hear_of_it_once(monkeypatch):
    heard: list[PersonErased] = []
    monkeypatch.setitem(bus._listeners, PersonErased, [heard.append])
    person = make_contact("Ann", email=ADDRESS)

    card = erase_now(person)

    assert [(one.erasure_id, one.contact_id) for one in heard] == [(card.id, person)]
