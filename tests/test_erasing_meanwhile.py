"""What happens to somebody, and to others, while an erasure is under way."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.db import connection

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import make_staff
from relasi.contacts import public as contacts
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.importing.files import _naming
from relasi.contacts.models import Identity, Merge, Note
from relasi.contacts.queries.erased import erased_among
from relasi.contacts.testing import make_contact
from relasi.kernel import catalogue, clock
from relasi.kernel.catalogue import Archive, Category, Person, Purpose
from relasi.kernel.errors import Refused
from relasi.kernel.mentions import said_in
from relasi.privacy import public as privacy
from relasi.privacy.actions.asking import cancel_erasure
from relasi.privacy.actions.erasing import begin, clear_tables, erase
from relasi.privacy.queries.finding import person_of
from relasi.privacy.testing import erase_now, go_on
from relasi.privacy.tests.conftest import lake
from relasi.timeline.models import Quarantined, Visitor
from relasi.timeline.testing import make_source

__all__ = ["lake"]
pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADDRESS = "ann@x.example"


def ask(person):
    return privacy.erase_person(contact_id=person, reason="asked", asked_by=SYSTEM, now=NOON)


def merge(one, other):
    return contacts.merge_contacts(one_id=one, other_id=other, by=SYSTEM, now=NOON)


def test_who_is_being_erased_is_joined_with_nobody_until_it_is_stopped():
    ann, anna = make_contact("Ann", email=ADDRESS), make_contact("Anna")
    asked = ask(ann)

    with pytest.raises(Refused, match="is being erased"):
        merge(ann, anna)
    cancel_erasure(erasure_id=asked, by=SYSTEM, now=NOON)

    merge(ann, anna)


def test_nor_taken_apart():
    kept = merge(make_contact("Ann", email=ADDRESS), make_contact("Anna"))
    ask(kept)

    with pytest.raises(Refused, match="is being erased"):
        contacts.undo_merge(merge_id=Merge.objects.get().pk, by=SYSTEM, now=NOON)


def test_who_is_deleted_before_the_job_comes_is_barred_all_the_same():
    ann = make_contact("Ann", email=ADDRESS)
    asked = ask(ann)
    delete_contact(contact_id=ann, by=SYSTEM, now=NOON)

    go_on(asked)

    assert privacy.erasure(asked).state == "done"
    assert ("email", ADDRESS) in erased_among([("email", ADDRESS)])


def test_who_is_erased_already_stands_in_nobodys_way():
    erase_now(make_contact("Ann", email=ADDRESS))
    merge(make_contact("Bea"), make_contact("Beate"))


@pytest.fixture
def files():
    """A store outside of tables that says whom it was to erase."""
    erased: list[Person] = []
    catalogue.register_stores(
        Archive(
            "files of a test",
            "Files",
            Purpose.OPERATION,
            catalogue.WITH_HOUSE,
            {Category.NONE: "all"},
            count=lambda _person: 0,
            erase=erased.append,
            read=lambda _person: iter(()),
            package="privacy",
        )
    )
    yield erased
    catalogue.forget_store("files of a test")


def test_an_erasure_that_is_stopped_before_tables_touches_no_files(files, monkeypatch):
    ann = make_contact("Ann", email=ADDRESS)
    asked = ask(ann)

    def stop(_person):
        cancel_erasure(erasure_id=asked, by=SYSTEM, now=NOON)

    monkeypatch.setattr(catalogue, "before", lambda: (stop,))
    erase(erasure_id=asked, clock=clock.now)

    assert files == []
    assert contacts.exists(ann)
    assert privacy.erasure(asked).state == "cancelled"


def test_what_becomes_theirs_meanwhile_is_barred_and_looked_for_in_files(files):
    ann = make_contact("Ann", email=ADDRESS)
    asked = ask(ann)
    begin(asked, NOON)
    Identity.objects.create(
        contact_id=ann, kind="email", value="second@x.example", shown="second@x.example",
        created_at=NOON,
    )  # fmt: skip

    go_on(asked)

    second = ("email", "second@x.example")
    assert second in files[0].words
    assert second in erased_among([second])


def test_what_became_somebody_elses_meanwhile_is_theirs():
    ann, bea = make_contact("Ann", email=ADDRESS), make_contact("Bea")
    asked = ask(ann)
    begin(asked, NOON)
    Identity.objects.filter(contact_id=ann, value=ADDRESS).update(contact_id=bea, is_primary=False)

    person = clear_tables(asked, NOON, {})

    assert person is not None
    assert ("email", ADDRESS) not in person.words
    assert Identity.objects.filter(contact_id=bea, value=ADDRESS).exists()


def quarantined(source, body):
    return Quarantined.objects.create(
        source_id=source, family="segment", kind="track", received_at=NOON, body=json.dumps(body),
        shared="", ip="", agent="", reason="no_id", quarantined_at=NOON,
    ).pk  # fmt: skip


def test_a_short_number_is_theirs_only_where_it_says_who_somebody_is():
    ann = make_contact("Ann", external_id="7")
    source = make_source()
    theirs = quarantined(source, {"event": "Viewed", "userId": "7"})
    bare = quarantined(source, {"event": "Viewed", "user_id": 7, "n": 1})
    others = quarantined(source, {"event": "Viewed", "userId": "8", "quantity": "7", "n": 77})
    longer = quarantined(source, {"event": "Viewed", "user_id": 71})

    erase_now(ann)

    left = set(Quarantined.objects.values_list("pk", flat=True))
    assert left == {others, longer}
    assert not left & {theirs, bare}


def test_what_a_browser_calls_itself_strikes_nothing_out():
    ann, joann = make_contact("Ann", email=ADDRESS), make_contact("Joann")
    Visitor.objects.create(
        id=ann + 1_000_000, anonymous_id="o", contact_id=ann, first_at=NOON, last_at=NOON
    )
    note = Note.objects.create(
        contact_id=joann, body="No orders yet", written_at=NOON, author_id=make_staff("sales")
    )

    erase_now(ann)

    note.refresh_from_db()
    assert note.body == "No orders yet"


def test_a_file_is_told_whole_rows_of_theirs_only():
    ann = make_contact("Ann", email=ADDRESS, external_id="7", phone="+6281255500172")
    person = person_of(ann)
    is_named, may_be = (_naming(person, only_sure=sure) for sure in (True, False))

    assert is_named(f"Ann <{ADDRESS.upper()}>")
    assert is_named("0812-5550-0172")
    assert not is_named(f"jo{ADDRESS}")
    assert not is_named("7")
    assert may_be("7")
    assert not may_be("77")


def test_an_address_within_another_is_not_theirs():
    ann, joann = make_contact("Ann", email=ADDRESS), make_contact("Joann")
    body = f"Ask jo{ADDRESS} and {ADDRESS}s, not {ADDRESS.upper()}. See ?to%3D{ADDRESS}.csv"
    note = Note.objects.create(
        contact_id=joann, body=body, written_at=NOON, author_id=make_staff("sales")
    )

    erase_now(ann)

    note.refresh_from_db()
    assert note.body == f"Ask jo{ADDRESS} and {ADDRESS}s, not …. See ?to%3D….csv"


@pytest.mark.parametrize("word", ["a+b@x.example", "c_d@x.example", "+62812555", "a.b-c@x.example"])
def test_every_word_is_found_as_it_is(word):
    person = Person((), (), (("phone" if word.startswith("+") else "email", word),))
    asked = said_in("%(text)s")
    with connection.cursor() as cursor:
        found = []
        for text in (f"({word})", f"to={quote(word)}&x", f"9{word}", f"{word}9", f"{word}_"):
            cursor.execute(f"SELECT {asked}", person.values() | {"text": text})
            found.append(cursor.fetchone()[0])
    assert found == [True, True, False, False, False]
