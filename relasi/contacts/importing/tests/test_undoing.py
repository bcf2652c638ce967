"""Taking an import back where not everything can be as it was."""

import pytest

from relasi.contacts.importing.testing import bring_in, person, take_back
from relasi.contacts.importing.undoing import run as undoing
from relasi.contacts.models import Company, Contact, ImportKept
from relasi.contacts.testing import make_company, make_contact

pytestmark = pytest.mark.django_db


def test_a_number_given_away_since_stays_and_the_rest_goes_back():
    first, second = make_company("Jenggala", external_id="J1"), make_company("Kopi Lereng")
    run = bring_in(
        "name,external id,city\nJenggala,J2,Solo\nKopi Lereng,,Garut\n", target="companies"
    )
    make_company("Newcomer", external_id="J1")

    run = take_back(run)

    assert run.state == "reverted"
    assert Company.objects.get(pk=first).external_id == "J2"
    assert Company.objects.get(pk=second).city == ""
    kept = ImportKept.objects.get(run=run)
    assert (kept.name, kept.row_id) == ("Jenggala", first)
    assert kept.reason.startswith("It cannot be as it was")


def test_a_company_that_is_gone_since_keeps_nobody_from_going_back():
    old = make_company("Old")
    ann = make_contact("Ann", email="ann@example.org", company_id=old, city="Solo")
    make_contact("Bea", email="bea@example.org", city="Solo")
    run = bring_in("email,company,city\nann@example.org,New,Bogor\nbea@example.org,,Bogor\n")
    Company.objects.filter(pk=old).delete()

    run = take_back(run)

    assert run.state == "reverted"
    assert Contact.objects.get(pk=ann).city == "Bogor"
    assert person("email", "bea@example.org").city == "Solo"


def test_what_stopped_is_said_and_can_be_asked_for_again(monkeypatch):
    run = bring_in("email,name\nann@example.org,Ann\n")

    def fails(*_arguments: object) -> None:
        raise ValueError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(undoing, "remove_slice", fails)
        with pytest.raises(ValueError, match="broken"):
            take_back(run)
    run.refresh_from_db()
    assert run.state == "done"
    assert run.problem.startswith("Taking it back stopped")

    run = take_back(run)

    assert (run.state, run.problem) == ("reverted", "")
    assert not Contact.objects.exists()
