import pytest

from relasi.accounts.testing import alice, sign_in
from relasi.contacts.testing import make_company, make_contact

pytestmark = pytest.mark.django_db


def test_all(client):
    sign_in(client, alice())
    co = make_company("Jenggala")
    a = make_contact("Ann", city="Solo", tags=("VIP",), company_id=co)
    b = make_contact("Anna")

    for url in [
        "/people/",
        "/people/?q=ann",
        "/people/new/",
        f"/people/{a}/",
        f"/people/{a}/?empty=1",
        f"/people/{a}/aside/",
        f"/people/{a}/edit/",
        f"/people/{a}/merge/",
        f"/people/{a}/merge/?with={b}",
        f"/people/{a}/delete/",
        f"/people/{a}/notes/",
        "/companies/",
        "/companies/new/",
        f"/companies/{co}/",
        f"/companies/{co}/edit/",
        f"/companies/{co}/delete/",
        "/settings/fields/",
        "/people/?export=csv",
    ]:
        r = client.get(url)
        assert r.status_code == 200, url
        if r.streaming:
            b"".join(r.streaming_content)
