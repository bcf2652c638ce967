"""What an import would change is told before anything is, and nothing is."""

import pytest

from relasi.accounts import testing as accounts
from relasi.contacts.importing.actions import difference
from relasi.contacts.importing.testing import NOON, bring_in, picture, upload
from relasi.contacts.models import ImportRun

pytestmark = pytest.mark.django_db
TABLES = ("contacts_contact", "contacts_identity", "contacts_importrun", "contacts_importchange")
NOW = "email,name,city\nann@example.org,Ann,Bandung\nbob@example.org,Bob,Solo\n"
THEN = (
    "email,name,city\nann@example.org,Ann,Jakarta\nbob@example.org,Bob,Solo\n"
    "eve@example.org,Eve,\nno,X,\n"
)


def test_new_changed_unchanged_and_faulty_rows_are_told_apart_and_none_is_kept():
    bring_in(NOW)
    run = upload(THEN)
    before = picture(*TABLES)

    found = difference(run_id=run.pk, now=NOON)

    assert (found.created, found.changed, found.unchanged, found.refused) == (1, 1, 1, 1)
    ((name, was, becomes),) = found.changes[0].fields
    assert (name, was, becomes) == ("city", "Bandung", "Jakarta")
    assert [number for number, _reason in found.faults] == [5]
    assert picture(*TABLES) == before


def test_it_is_what_the_import_then_does():
    bring_in(NOW)
    run = upload(THEN)
    found = difference(run_id=run.pk, now=NOON)
    done = bring_in(THEN)

    assert (done.rows_created, done.rows_updated, done.rows_unchanged, done.rows_refused) == (
        *(found.created, found.changed, found.unchanged, found.refused),
    )


def test_only_the_first_rows_are_looked_at():
    many = "email\n" + "".join(f"p{n}@example.org\n" for n in range(50))
    run = upload(many)
    assert difference(run_id=run.pk, now=NOON, most=10).created == 10


def test_the_page_shows_it_and_the_import_waits_as_before(client):
    accounts.sign_in(client, accounts.alice())
    bring_in(NOW)
    run = upload(THEN)

    page = client.get(f"/imports/{run.pk}/difference/").content.decode()

    assert "Jakarta" in page
    assert "nothing is changed" in page
    assert ImportRun.objects.get(pk=run.pk).state == "uploaded"
