"""Somebody's file, whatever becomes of them while it is written."""

import json
import zipfile

import pytest
from django.db import transaction

from relasi.accounts.public import SYSTEM
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.privacy import public as privacy
from relasi.privacy.actions import exporting
from relasi.privacy.models import Export
from relasi.privacy.testing import erase_now

pytestmark = pytest.mark.django_db(transaction=True)


def ask(person):
    return privacy.export_person(contact_id=person, asked_by=SYSTEM, now=clock.now())


def join(one, other):
    return contacts.merge_contacts(one_id=one, other_id=other, by=SYSTEM, now=clock.now())


def said_in(export_id):
    with zipfile.ZipFile(Export.objects.get(pk=export_id).path) as archive:
        return archive.read("contacts.identity.json").decode(), json.loads(
            archive.read("index.json")
        )


@pytest.fixture
def two(settings, tmp_path):
    """Bea, and Ann who will be joined into her."""
    settings.MEDIA_ROOT = str(tmp_path)
    bea = make_contact("Bea", email="bea@x.example")
    return make_contact("Ann", email="ann@x.example"), bea


def test_who_was_joined_meanwhile_is_exported_as_who_they_are_now(two):
    ann, bea = two
    asked = ask(ann)
    assert join(ann, bea) == bea

    exporting.export(export_id=asked, clock=clock.now)

    addresses, index = said_in(asked)
    assert "ann@x.example" in addresses
    assert index["person"] == bea
    assert Export.objects.get(pk=asked).contact_id == bea


def test_a_file_during_which_they_were_joined_is_written_anew(two, monkeypatch):
    ann, bea = two
    asked = ask(ann)
    write = exporting._write

    def joined_then(path, row, now):
        monkeypatch.setattr(exporting, "_write", write)
        join(ann, bea)
        return write(path, row, now)

    monkeypatch.setattr(exporting, "_write", joined_then)
    exporting.export(export_id=asked, clock=clock.now)
    row = Export.objects.get(pk=asked)
    assert (row.state, row.path) == ("running", "")

    exporting.export(export_id=asked, clock=clock.now)
    assert "ann@x.example" in said_in(asked)[0]


def test_each_link_opens_the_file_once_whoever_makes_another(two):
    asked = ask(two[0])
    exporting.export(export_id=asked, clock=clock.now)
    first, second = (privacy.export_token(export_id=asked, now=clock.now()) for _ in range(2))

    assert privacy.open_export(token=first, now=clock.now()).exists()
    with pytest.raises(Refused, match="used already"):
        privacy.open_export(token=first, now=clock.now())
    assert privacy.open_export(token=second, now=clock.now()).exists()


def test_nobody_gets_an_empty_file_of_who_is_gone(two, tmp_path):
    ann, _bea = two
    asked = ask(ann)
    with transaction.atomic():
        contacts.erase([ann], SYSTEM.label, clock.now())

    exporting.export(export_id=asked, clock=clock.now)

    row = Export.objects.get(pk=asked)
    assert (row.state, row.path) == ("cancelled", "")
    assert list(tmp_path.rglob("*.zip")) == []


def test_a_file_that_a_kill_left_half_written_goes_with_the_erasure(two):
    ann, bea = two
    asked, other = ask(ann), ask(bea)
    exporting.folder().mkdir(parents=True)
    half, others = (exporting.folder() / f"{one}-ab.zip" for one in (asked, other))
    half.write_bytes(b"ann@x.example")
    others.write_bytes(b"bea@x.example")

    erase_now(ann)

    assert (half.exists(), others.exists()) == (False, True)


def test_what_a_kill_left_goes_when_the_file_is_written_anew(two):
    asked = ask(two[0])
    exporting.folder().mkdir(parents=True)
    half = exporting.folder() / f"{asked}-ab.zip"
    half.write_bytes(b"half")

    exporting.export(export_id=asked, clock=clock.now)

    assert not half.exists()
    assert "ann@x.example" in said_in(asked)[0]
