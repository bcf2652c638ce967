"""What an import would change is told before anything is, and nothing is."""

import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.contacts.importing.actions import (
    ask_forecast,
    correct_cell,
    difference,
    forecasting,
    read_again,
    set_columns,
    start_import,
)
from relasi.contacts.importing.actions.forecasting import work_on_forecast
from relasi.contacts.importing.testing import NOON, bring_in, picture, upload
from relasi.contacts.models import ImportForecast, ImportRun

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

    address = f"/imports/{run.pk}/difference/"
    assert client.post(address).status_code == 302
    waiting = client.get(address).content.decode()
    work_on_forecast(run_id=run.pk, now=NOON)
    page = client.get(address, HTTP_HX_REQUEST_TYPE="partial").content.decode()

    assert 'hx-trigger="every 1s"' in waiting
    assert "hx-trigger" not in page
    assert "Jakarta" in page
    assert "nothing is changed" in page
    assert ImportRun.objects.get(pk=run.pk).state == "uploaded"


def test_following_a_link_to_it_asks_for_nothing(client):
    accounts.sign_in(client, accounts.alice())
    run = upload(THEN)

    assert client.get(f"/imports/{run.pk}/difference/").status_code == 200
    assert not ImportForecast.objects.filter(run=run).exists()


SETTLED_ANEW = {
    "columns": lambda run: set_columns(
        run_id=run.pk, mapping={0: "email"}, mode=run.mode, match_by="email", options=run.options
    ),
    "cell": lambda run: correct_cell(run_id=run.pk, row_number=5, column=0, value="x@y.example"),
    "reading": lambda run: read_again(
        run_id=run.pk, encoding="utf-8", delimiter=",", has_header=True
    ),
    "start": lambda run: start_import(run_id=run.pk, by=SYSTEM, now=NOON),
}


@pytest.mark.parametrize("settle", SETTLED_ANEW)
def test_what_was_found_goes_with_how_it_was_settled(settle):
    run = upload(THEN)
    ask_forecast(run_id=run.pk, now=NOON)
    work_on_forecast(run_id=run.pk, now=NOON)
    assert ImportForecast.objects.get(run=run).figures["created"] == 3

    SETTLED_ANEW[settle](run)

    assert not ImportForecast.objects.filter(run=run).exists()


def test_what_is_found_too_late_is_not_kept(monkeypatch):
    run = upload(THEN)
    ask_forecast(run_id=run.pk, now=NOON)

    def meanwhile(**said):
        found = difference(**said)
        ask_forecast(run_id=run.pk, now=NOON)
        return found

    monkeypatch.setattr(forecasting, "difference", meanwhile)
    work_on_forecast(run_id=run.pk, now=NOON)

    assert ImportForecast.objects.get(run=run).found_at is None


def test_a_file_that_was_let_go_is_said_to_be(client):
    accounts.sign_in(client, accounts.alice())
    run = upload(THEN)
    ImportRun.objects.filter(pk=run.pk).update(file_path="")

    answer = client.post(f"/imports/{run.pk}/difference/")

    assert answer.status_code == 422
    assert "was deleted after 30 days" in answer.content.decode()
