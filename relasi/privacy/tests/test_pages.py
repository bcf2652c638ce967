"""The data catalogue, what is held of somebody, exports and erasures, as pages."""

import io
import zipfile

import pytest

from relasi.accounts.testing import alice, make_staff, sign_in
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.privacy.actions.exporting import export
from relasi.privacy.actions.retaining import let_go
from relasi.privacy.models import Erasure, Export
from relasi.privacy.testing import erase_now, export_now, go_on

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "canary@example.org"
CATALOGUE = "/settings/privacy/catalogue/"
ERASURES = "/settings/privacy/erasures/"


@pytest.fixture
def owner(client):
    sign_in(client, alice())
    return client


def test_the_catalogue_is_searched_filtered_and_exported(owner):
    let_go(clock.now())

    page = owner.get(CATALOGUE).text
    behaviour = owner.get(f"{CATALOGUE}?f=category:is:behaviour&q=visit").text
    lines = owner.get(f"{CATALOGUE}?export=csv").getvalue().decode().splitlines()

    assert "Addresses of people" in page
    assert "Visits" in behaviour
    assert "Addresses of people" not in behaviour
    assert "contacts.Identity,Addresses of people,contacts,Serving customers" in "\n".join(lines)


def test_somebody_is_exported_and_the_link_works_once(owner):
    person = make_contact("Ann", email=ADDRESS)
    owner.post(f"/people/{person}/held/export/")
    row = Export.objects.get()
    assert "hx-trigger" in owner.get(f"/people/{person}/held/").text
    export(export_id=row.pk, clock=clock.now)

    link = owner.post(f"/people/{person}/held/exports/{row.pk}/").headers["Location"]
    file = b"".join(owner.get(link).streaming_content)
    again = owner.get(link)

    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert ADDRESS in archive.read("contacts.identity.json").decode()
        assert "contacts.identity.csv" in archive.namelist()
    assert again.status_code == 422
    assert "used already" in again.text
    assert owner.get(link[:-2] + "x/").status_code == 422


def test_a_file_that_is_over_is_gone(owner):
    person = make_contact("Ann", email=ADDRESS)
    card = export_now(person)
    Export.objects.update(expires_at=clock.now())

    answer = owner.post(f"/people/{person}/held/exports/{card.id}/")

    assert answer.status_code == 422
    assert "kept for seven days" in answer.text


def test_somebody_is_erased_from_their_page_and_the_receipt_fetched(owner):
    person = make_contact("Ann", email=ADDRESS)
    page = owner.get(f"/people/{person}/held/").text
    assert "Addresses of people" in page

    answer = owner.post(f"/people/{person}/held/", {"_method": "delete", "reason": "asked"})
    erasure = Erasure.objects.get()
    assert answer.headers["Location"] == f"{ERASURES}{erasure.pk}/"
    assert "Stop" in owner.get(answer.headers["Location"]).text
    go_on(erasure.pk)

    done = owner.get(answer.headers["Location"]).text
    receipt = owner.get(f"{ERASURES}{erasure.pk}/receipt.json").json()
    assert "Addresses of people" in done
    assert receipt["seal"] in done
    assert not contacts.exists(person)
    assert f"#{erasure.pk}" in owner.get(ERASURES).text


def test_an_erasure_is_stopped_from_its_page(owner):
    person = make_contact("Ann", email=ADDRESS)
    owner.post(f"/people/{person}/held/", {"_method": "delete", "reason": "asked"})
    erasure = Erasure.objects.get()

    owner.post(f"{ERASURES}{erasure.pk}/", {"_method": "delete"})

    assert Erasure.objects.get().state == "cancelled"
    assert contacts.exists(person)


def test_a_reason_is_needed(owner):
    person = make_contact("Ann", email=ADDRESS)

    answer = owner.post(f"/people/{person}/held/", {"_method": "delete", "reason": "because"})

    assert answer.status_code == 422
    assert "is not a reason" in answer.text
    assert not Erasure.objects.exists()


def test_an_address_is_allowed_again(owner):
    erase_now(make_contact("Ann", email=ADDRESS))

    wrong = owner.post(f"{ERASURES}allow/", {"address": "other@example.org"})
    right = owner.post(f"{ERASURES}allow/", {"address": ADDRESS})

    assert wrong.status_code == 422
    assert "Nobody known by this was erased" in wrong.text
    assert right.status_code == 302
    assert contacts.exists(make_contact("Ann", email=ADDRESS))


def test_who_only_looks_neither_exports_nor_erases(client):
    sign_in(client, make_staff("marketer"))
    person = make_contact("Ann", email=ADDRESS)

    page = client.get(f"/people/{person}/held/").text

    assert "Addresses of people" in page
    assert "Erase for good" not in page
    assert client.post(f"/people/{person}/held/", {"_method": "delete"}).status_code == 403
    assert client.post(f"/people/{person}/held/export/").status_code == 403
