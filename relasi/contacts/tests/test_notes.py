"""Notes, and the colleagues named in them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.accounts.testing import actor, alice, bob, charlie, make_staff, sign_in
from relasi.contacts.actions.notes import change_note, delete_note, write_note
from relasi.contacts.events import NoteChanged, NoteWritten
from relasi.contacts.models import Mention, Note
from relasi.contacts.queries.notes import mentions_of, note_html
from relasi.contacts.rules.mentions import Piece, mentioned, pieces
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.kernel.errors import NotAllowed, NotFound, Refused

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STAFF = {1: "Sari Wulandari", 2: "Maya Prameswari", 3: "Maya Tan"}


def test_a_first_name_that_two_have_names_nobody():
    assert mentioned("@Sari ask @Maya, or @maya tan.", STAFF) == (1, 3)
    assert mentioned("mail sari@sari.org and @Sarinah", STAFF) == ()
    assert pieces("Hi @Sari!", STAFF) == (Piece("Hi "), Piece("@Sari", 1), Piece("!"))


@given(st.text(alphabet="@ SariMyTn.\n", max_size=60))
def test_the_pieces_of_a_note_are_the_note(body):
    assert "".join(piece.text for piece in pieces(body, STAFF)) == body


@pytest.mark.django_db
def test_a_note_is_kept_and_waits_for_those_it_names(monkeypatch):
    heard: list[object] = []
    monkeypatch.setattr(bus, "publish", heard.append)
    ann, writer, reader = make_contact("Ann"), alice(), bob()
    heard.clear()
    note = write_note(
        contact_id=ann,
        body=" @Bob and @Alice: asks for decaf \r\n",
        by=actor(staff_id=writer),
        now=NOON,
    )
    assert heard == [
        NoteWritten(ann, note, writer, "Alice", "@Bob and @Alice: asks for decaf", NOON)
    ]
    assert [m.contact for m in mentions_of(reader, None)] == ["Ann"]
    assert mentions_of(writer, None) == ()
    assert mentions_of(charlie(), None) == ()


@pytest.mark.django_db
def test_a_note_is_shown_safely():
    make_staff(name="Bob")
    html = note_html("<script>alert(1)</script>\n@Bob & co")
    assert html == "&lt;script&gt;alert(1)&lt;/script&gt;<br><mark>@Bob</mark> &amp; co"


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["", "  \n", "x" * 10_001, "a\x00b"])
def test_a_note_without_words_is_refused(body):
    ann = make_contact("Ann")
    with pytest.raises(Refused) as refused:
        write_note(contact_id=ann, body=body, by=actor(), now=NOON)
    assert refused.value.field == "body"
    assert not Note.objects.exists()


@pytest.mark.django_db
def test_a_refused_note_keeps_what_was_typed(client):
    sign_in(client, alice())
    ann = make_contact("Ann")
    answer = client.post(f"/people/{ann}/notes/", {"body": "long " * 2001})
    assert answer.status_code == 422
    assert "A note has up to 10,000 characters." in answer.text
    assert "long long" in answer.text
    assert not Note.objects.exists()


@pytest.mark.django_db
def test_a_mention_is_seen_by_the_one_it_waits_for_only(client):
    ann, reader = make_contact("Ann"), bob()
    write_note(contact_id=ann, body="@Bob look", by=actor(staff_id=alice()), now=NOON)
    mention = Mention.objects.get()
    sign_in(client, charlie())
    assert client.post(f"/people/mentions/{mention.pk}/", {"_method": "patch"}).status_code == 404
    assert len(mentions_of(reader, None)) == 1
    sign_in(client, reader)
    client.post(f"/people/mentions/{mention.pk}/", {"_method": "patch"})
    assert mentions_of(reader, None) == ()


@pytest.mark.django_db
def test_a_pinned_note_stands_on_the_page(client):
    sign_in(client, alice())
    ann = make_contact("Ann")
    client.post(f"/people/{ann}/notes/", {"body": "Calls on Mondays"})
    note = Note.objects.get()
    client.post(f"/people/{ann}/notes/{note.pk}/", {"_method": "patch", "pinned": "1"})
    assert "Calls on Mondays" in client.get(f"/people/{ann}/").text
    bea = make_contact("Bea")
    wrong = client.post(f"/people/{bea}/notes/{note.pk}/", {"_method": "patch", "pinned": "0"})
    assert wrong.status_code == 404
    assert Note.objects.get().pinned is True


@pytest.mark.django_db
def test_who_may_not_see_a_person_learns_nothing_by_being_named(client):
    seller = make_staff("sales", name="Sari Wulandari")
    make_contact("Own", owner_id=seller)
    ann = make_contact("Ann Secret")
    write_note(contact_id=ann, body="@Sari hush", by=actor(staff_id=alice()), now=NOON)
    sign_in(client, seller)

    page = client.get("/").text

    assert "named you about a person whom you may not see" in page
    assert "Ann Secret" not in page
    assert "hush" not in page


@pytest.mark.django_db
def test_a_note_is_changed_by_its_author_and_names_whom_it_names_now(monkeypatch):
    ann, writer, reader, third = make_contact("Ann"), actor(staff_id=alice()), bob(), charlie()
    note = write_note(contact_id=ann, body="@Bob decaf", by=writer, now=NOON)
    heard: list[object] = []
    monkeypatch.setattr(bus, "publish", heard.append)

    change_note(note_id=note, contact_id=ann, body="@Charlie tea", by=writer, now=NOON)

    assert heard == [NoteChanged(note, "@Charlie tea")]
    assert Note.objects.get().changed_at == NOON
    assert mentions_of(reader, None) == ()
    assert [m.contact for m in mentions_of(third, None)] == ["Ann"]
    change_note(note_id=note, contact_id=ann, body="@Charlie tea", by=writer, now=NOON)
    assert len(heard) == 1


@pytest.mark.django_db
def test_a_note_of_another_stays_unless_one_runs_the_house():
    ann = make_contact("Ann")
    seller, admin = actor("marketer"), actor("admin")
    note = write_note(contact_id=ann, body="Mine", by=actor(staff_id=bob()), now=NOON)
    for verb in (
        lambda: change_note(note_id=note, contact_id=ann, body="x", by=seller, now=NOON),
        lambda: delete_note(note_id=note, contact_id=ann, by=seller, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert Note.objects.get().body == "Mine"
    with pytest.raises(NotFound):
        delete_note(note_id=note, contact_id=make_contact(), by=admin, now=NOON)

    delete_note(note_id=note, contact_id=ann, by=admin, now=NOON)

    assert not Note.objects.exists()


@pytest.mark.django_db
def test_the_pages_change_and_delete_a_note(client):
    sign_in(client, bob())
    ann = make_contact("Ann")
    client.post(f"/people/{ann}/notes/", {"body": "Calls on Mondays"})
    note = Note.objects.get()
    page = f"/people/{ann}/notes/{note.pk}/"
    assert page in client.get(f"/people/{ann}/notes/").text
    refused = client.post(page, {"_method": "patch", "body": " "})
    assert refused.status_code == 422
    assert "The note is empty." in refused.text
    client.post(page, {"_method": "patch", "body": "Calls on Fridays"})
    assert "Calls on Fridays" in client.get(f"/people/{ann}/").text
    assert "Calls on Mondays" not in client.get(f"/people/{ann}/").text

    other = make_staff("marketer", name="Other")
    sign_in(client, other)
    assert client.get(page).status_code == 403
    assert page not in client.get(f"/people/{ann}/notes/").text.replace('action="' + page, "")
    assert client.post(page, {"_method": "delete"}).status_code == 403

    sign_in(client, bob())
    client.post(page, {"_method": "delete"})
    assert not Note.objects.exists()
    assert "Calls on Fridays" not in client.get(f"/people/{ann}/").text


@pytest.mark.django_db
def test_who_may_only_look_is_offered_no_note(client):
    sign_in(client, charlie())
    ann = make_contact("Ann")
    assert "note-body" not in client.get(f"/people/{ann}/notes/").text
