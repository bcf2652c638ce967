"""What is held of somebody is shown without reading whole tables, files or the lake."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relasi.accounts.testing import alice, sign_in
from relasi.contacts.testing import make_contact
from relasi.kernel import catalogue
from relasi.kernel.catalogue import Archive, Category, Purpose
from relasi.privacy import public as privacy
from relasi.privacy.queries.tables import of_people
from relasi.privacy.testing import export_now

pytestmark = pytest.mark.django_db(transaction=True)
TEXT_SEARCH = (" ILIKE ", " LIKE ", " ~* ")


@pytest.fixture
def files():
    """A store outside of tables that nobody may read while a page waits."""

    def read(_person):
        raise AssertionError("Files were read for a page.")

    catalogue.register_stores(
        Archive(
            "files of a page", "Files", Purpose.OPERATION, catalogue.WITH_HOUSE,
            {Category.NONE: "all"}, count=read, erase=read, read=read, package="privacy",
        )
    )  # fmt: skip
    yield
    catalogue.forget_store("files of a page")


@pytest.mark.usefixtures("files")
def test_a_count_for_a_page_reads_no_file_and_searches_no_text():
    ann = make_contact("Ann", email="ann@x.example", phone="+6281255500172")

    with CaptureQueriesContext(connection) as asked:
        found = {one.key: one.rows for one in privacy.held(ann)}

    assert found["contacts.Identity"] == 2
    statements = [one["sql"] for one in asked]
    assert [sql for sql in statements if any(word in sql for word in TEXT_SEARCH)] == []


def test_every_store_with_a_link_to_somebody_is_counted():
    """Those that are left out are searched by words."""
    left_out = {store.key for store in of_people() if store.whose and not store.is_quick}

    assert "contacts.Contact" not in left_out
    assert {"timeline.Arrival", "contacts.ImportRefusal"} <= left_out


def test_while_an_export_is_awaited_nothing_is_counted_again(client, monkeypatch):
    sign_in(client, alice())
    ann = make_contact("Ann", email="ann@x.example")
    export_now(ann)

    def count(_contact_id):
        raise AssertionError("It was counted for a part that does not show it.")

    monkeypatch.setattr("relasi.privacy.web.person.held", count)
    part = client.get(f"/people/{ann}/held/", headers={"HX-Request-Type": "partial"})

    assert part.status_code == 200
    assert 'id="exports"' in part.text
