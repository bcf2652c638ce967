"""The pages of scheduled exports."""

import pytest
from django.test import Client

from relasi.accounts import testing as accounts
from relasi.accounts.models import AuditEntry
from relasi.connectors.exports.actions.going_out import go_out
from relasi.connectors.exports.models import Export, Run
from relasi.connectors.exports.testing import make_export, make_run
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db
PAGE = "/settings/exports/"


@pytest.fixture
def owner(client, settings, tmp_path):
    settings.HOME = tmp_path
    accounts.make_organisation(name="Kopi Lereng", currency="IDR")
    accounts.sign_in(client, accounts.alice())
    return client


def test_an_export_is_written_down_and_goes_out(owner):
    make_contact("Ann")
    said = {"name": "For the till", "form": "csv", "whom": "ourselves", "way": "swap",
            "fields_out": ["name", "city"], "daily_at": "03:30"}  # fmt: skip

    saved = owner.post(f"{PAGE}new/", said)

    export = Export.objects.get()
    assert saved["Location"] == f"{PAGE}{export.pk}/"
    assert export.fields == ["name", "city"]
    owner.post(f"{PAGE}{export.pk}/")
    go_out(Run.objects.get().pk)
    page = owner.get(f"{PAGE}{export.pk}/").content.decode()
    assert "gone out" in page
    file = owner.get(f"{PAGE}{export.pk}/file/")
    assert b"Ann" in b"".join(file.streaming_content)
    assert AuditEntry.objects.filter(action="fetched a scheduled export").exists()
    assert "For the till" in owner.get(PAGE).content.decode()


def test_what_is_wrong_stands_at_its_field(owner):
    page = owner.post(f"{PAGE}new/", {"name": "X", "form": "table", "whom": "others", "way": "swap",
                                      "fields_out": ["name"]})  # fmt: skip

    assert page.status_code == 422
    assert "Choose the database the table is in." in page.content.decode()
    assert not Export.objects.exists()


def test_without_a_file_there_is_nothing_to_fetch(owner):
    assert owner.get(f"{PAGE}{make_export()}/file/").status_code == 404


def test_what_goes_out_can_be_cancelled_and_is_not_deleted_meanwhile(owner):
    export = make_export()
    make_run(export, state="running", rows=3)

    refused = owner.post(f"{PAGE}{export}/", {"_method": "delete"})
    owner.post(f"{PAGE}{export}/", {"_method": "patch"})

    assert refused.status_code == 422
    assert Run.objects.get().cancel_requested


@pytest.mark.parametrize("role", ["marketer", "analyst", "viewer"])
def test_others_do_not_find_it(role):
    accounts.make_organisation(name="Kopi Lereng", currency="IDR")
    client = Client()
    accounts.sign_in(client, accounts.make_staff(role))

    assert client.get(PAGE).status_code == 403
