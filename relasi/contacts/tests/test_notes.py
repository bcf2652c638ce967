"""Notes, and the colleagues named in them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relasi.accounts.testing import actor, alice, bob, charlie, make_staff, sign_in
from relasi.contacts.actions.notes import write_note
from relasi.contacts.events import NoteWritten
from relasi.contacts.models import Mention, Note
from relasi.contacts.queries.notes import mentions_of, note_html
from relasi.contacts.rules.mentions import Piece, mentioned, pieces
from relasi.contacts.testing import make_contact
from relasi.kernel import bus
from relasi.kernel.errors import Refused

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
