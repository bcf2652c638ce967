"""The audit log keeps its words and reads them to everybody in their language."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.utils import translation

from relasi.accounts import audit_vocabulary, testing
from relasi.accounts.actions.auditing import record
from relasi.accounts.audit_vocabulary import register_audit_words, told, value_read
from relasi.accounts.models import AuditEntry, Staff
from relasi.accounts.rules import SYSTEM

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    """Somebody who reads Indonesian; what was written until now was written in English."""
    record(SYSTEM, "invited", "staff", 7, at=NOON, email="putri@example.org", role="viewer")
    record(SYSTEM, "deactivated", "staff", 8, at=NOON, keys_revoked=1234)
    record(SYSTEM, "lit a candle", "altar", "north", at=NOON, wax_left="much", blessed=True)
    Staff.objects.filter(pk=testing.alice()).update(language="id")
    testing.sign_in(client, testing.alice())


def page(client, query=""):
    answer = client.get(f"/settings/audit/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def rows(text):
    return text.partition("<tbody")[2]


@pytest.mark.usefixtures("reader")
def test_the_page_speaks_the_language_of_its_reader(client):
    text = rows(page(client))

    assert "Mengundang" in text
    assert "peran: Pengamat · e-mail: putri@example.org" in text
    assert "Invited" not in text
    assert ">Masuk<" in text


@pytest.mark.usefixtures("reader")
def test_a_phone_shows_beneath_what_its_columns_leave_out(client):
    text = rows(page(client))

    assert '<span class="grid-beneath">Staf 7 · peran: Pengamat · e-mail: putri@' in text


@pytest.mark.usefixtures("reader")
def test_what_is_stored_is_the_same_word_in_every_language(client):
    page(client)

    entry = AuditEntry.objects.get(action="invited")
    assert entry.object == "staff"
    assert entry.detail == {"email": "putri@example.org", "role": "viewer"}


@pytest.mark.usefixtures("reader")
def test_a_word_of_another_version_is_shown_as_stored(client):
    text = rows(page(client))

    assert "lit a candle" in text
    assert "altar" in text
    assert "blessed: ya · wax left: much" in text


@pytest.mark.usefixtures("reader")
def test_a_filter_offers_labels_and_asks_for_the_stored_word(client):
    offered = page(client).partition("menu-filter")[2]

    labels = re.findall(r'f=action:is:([^"&]+)"[^>]*>([^<]+)<', offered)
    assert ("invited", "Mengundang") in labels
    assert [label for _word, label in labels] == sorted((x for _w, x in labels), key=str.casefold)


@pytest.mark.usefixtures("reader")
def test_a_chosen_filter_finds_its_rows_and_says_its_label(client):
    text = page(client, "?f=action:is:invited&f=actor:is:system:0")

    chips = text.partition("list-chips")[2].partition("menu-filter")[0]
    assert "Mengundang" in chips
    assert "Relasi" in chips
    assert rows(text).count("<tr") == 1


@pytest.mark.usefixtures("reader")
def test_a_filter_may_also_leave_away(client):
    text = rows(page(client, "?f=action:is_not:invited"))

    assert "Mengundang" not in text
    assert "Menutup tempat" in text


@pytest.mark.usefixtures("reader")
def test_a_search_finds_the_word_that_is_read_and_the_one_that_is_stored(client):
    for words in ("undang", "invited"):
        found = rows(page(client, f"?q={words}"))
        assert "Mengundang" in found
        assert found.count("<tr") == 1


@pytest.mark.usefixtures("reader")
def test_the_export_keeps_the_stored_words(client):
    answer = client.get("/settings/audit/?f=action:is:invited&export=csv")

    text = b"".join(answer).decode()
    assert ",invited,staff,7," in text
    assert "Mengundang" not in text


def test_two_people_of_one_name_are_told_apart(client):
    for number in (3, 4):
        AuditEntry.objects.create(
            id=number, at=NOON, actor=f"staff:{number}", actor_name="Budi", action="joined",
            object="staff", hash=str(number), previous_hash="",
        )  # fmt: skip
    testing.sign_in(client, testing.alice())

    offered = page(client).partition("menu-filter")[2]

    assert "Budi (staff 3)" in offered
    assert "Budi (staff 4)" in offered


@pytest.mark.parametrize(
    ("name", "said", "english", "indonesian"),
    [
        ("keys_revoked", 1234, "1,234", "1.234"),
        ("rate", "16250.5000", "16,250.5", "16.250,5"),
        ("since", "2025-05-02", "2 May 2025", "2 Mei 2025"),
        ("role", ["viewer", ""], "Viewer, –", "Pengamat, –"),
        ("fields", ["country", "shoe_size"], "country, shoe size", "negara, shoe size"),
        ("port", 2525, "2525", "2525"),
        ("blessed", False, "no", "tidak"),
        ("before", {"role": "owner", "teams": []}, "role Owner", "peran Pemilik"),
        ("since", "yore", "yore", "yore"),
        ("keys_revoked", "many", "many", "many"),
    ],
)
def test_values_are_read_in_the_language_of_the_reader(name, said, english, indonesian):
    for language, wanted in (("en", english), ("id", indonesian)):
        with translation.override(language):
            assert value_read(name, said).replace("\N{NO-BREAK SPACE}", " ") == wanted


def test_what_is_empty_is_left_away():
    assert told({"keys_revoked": 0, "why": "", "from": "10.0.0.1"}) == "from: 10.0.0.1"


def test_a_word_has_one_meaning_and_a_refused_vocabulary_leaves_nothing(monkeypatch):
    monkeypatch.setattr(audit_vocabulary, "VOCABULARY", audit_vocabulary.Vocabulary())
    register_audit_words(actions={"baked": "Baked"})

    with pytest.raises(ValueError, match="baked"):
        register_audit_words(objects={"bread": "Bread"}, actions={"baked": "Burnt"})

    assert audit_vocabulary.action_called("baked") == "Baked"
    assert audit_vocabulary.object_called("bread") == "bread"
