"""The company page: its people, as far as one may see them."""

import pytest

from relasi.accounts.testing import alice, make_staff, sign_in
from relasi.contacts.testing import make_company, make_contact

pytestmark = pytest.mark.django_db


def test_a_seller_sees_only_their_own_people_of_a_company(client):
    seller = make_staff("sales")
    company = make_company("Jenggala", owner_id=seller)
    make_contact("Own Person", company_id=company, owner_id=seller)
    make_contact("Other Person", company_id=company)
    sign_in(client, seller)

    page = client.get(f"/companies/{company}/").text

    assert "Own Person" in page
    assert "Other Person" not in page
    sign_in(client, alice())
    assert "Other Person" in client.get(f"/companies/{company}/").text


def test_the_form_of_a_person_suggests_companies(client):
    sign_in(client, alice())
    make_company("Jenggala Kopi")
    make_company("Kopi Lereng")

    page = client.get("/people/new/").text

    assert 'hx-get="/companies/names/"' in page
    assert 'hx-target="#companies"' in page
    options = client.get("/companies/names/?company=jeng").text
    assert 'value="Jenggala Kopi"' in options
    assert "Lereng" not in options
