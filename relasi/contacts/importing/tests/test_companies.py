"""Companies come in, are changed, and go out again."""

import pytest

from relasi.contacts.importing.testing import bring_in, picture, refusals, take_back
from relasi.contacts.models import Company

pytestmark = pytest.mark.django_db
LIST = "perusahaan,situs,kota,negara\nKopi Lereng,https://www.lereng.example.org/,Bandung,Indonesia\nOther,,Solo,ID\n"


def test_companies_come_in_once():
    first = bring_in(LIST, target="companies")
    before = picture("contacts_company")

    again = bring_in(LIST, target="companies")

    assert (first.rows_created, again.rows_created, again.rows_unchanged) == (2, 0, 2)
    assert picture("contacts_company") == before
    assert list(Company.objects.order_by("id").values_list("name", "domain", "country")) == [
        ("Kopi Lereng", "lereng.example.org", "ID"),
        ("Other", "", "ID"),
    ]


def test_taking_back_restores_companies():
    bring_in(LIST, target="companies")
    before = picture("contacts_company")
    run = bring_in("name,city\nKOPI LERENG,Garut\nThird,Medan\n", target="companies")
    assert (run.rows_created, run.rows_updated) == (1, 1)

    take_back(run)

    assert picture("contacts_company") == before


def test_the_later_row_of_a_company_changes_the_earlier_and_says_so():
    run = bring_in("name,city\nThird,Medan\nThird,Garut\n", target="companies")

    assert list(Company.objects.values_list("name", "city")) == [("Third", "Garut")]
    assert refusals(run, "note") == [
        (3, "name", "Third came before, in row 2. This row changed it.")
    ]
