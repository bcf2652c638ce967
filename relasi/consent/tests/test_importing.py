"""Consents come in from files, and go out again."""

import pytest

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent.models import Consent
from relasi.contacts import public as contacts
from relasi.contacts.importing.testing import bring_in, picture, refusals, take_back
from relasi.kernel import clock

pytestmark = pytest.mark.django_db
TABLES = ("consent_consent", "consent_permission")
PEOPLE = "email,name\nann@example.org,Ann\nbob@example.org,Bob\n"


def holds(email: str) -> list[tuple[str, bool]]:
    contact_id = contacts.find_contact("email", email)
    assert contact_id is not None
    found = consent.permissions_of(contact_id)
    return [(p.channel, p.granted) for p in found if p.stated_at]


def test_a_list_of_consents_is_recorded_for_people_who_are_here():
    bring_in(PEOPLE)

    run = bring_in(
        "surel,kanal,setuju,tanggal\n"
        "ann@example.org,email,ya,14/11/2026\nbob@example.org,wa,tidak,14/11/2026\n"
        "eve@example.org,email,ya,14/11/2026\n",
        target="consents",
    )

    assert (run.rows_created, run.rows_refused) == (2, 1)
    assert holds("ann@example.org") == [("email", True)]
    assert holds("bob@example.org") == [("whatsapp", False)]
    assert refusals(run) == [
        (4, "surel", "Nobody here is known by this. Bring the people in first.")
    ]


def test_the_same_list_twice_states_nothing_twice():
    bring_in(PEOPLE)
    said = "email,consent,date\nann@example.org,yes,2026-11-14\nbob@example.org,yes,\n"
    bring_in(said, target="consents")
    before = picture(*TABLES)

    again = bring_in(said, target="consents")

    assert (again.rows_created, again.rows_unchanged) == (0, 2)
    assert picture(*TABLES) == before


def test_a_yes_without_a_date_never_overrides_a_no():
    bring_in(PEOPLE)
    bring_in("email,consent\nann@example.org,no\n", target="consents")

    run = bring_in("email,consent\nann@example.org,yes\n", target="consents")

    assert holds("ann@example.org") == [("email", False)]
    assert (run.rows_refused, Consent.objects.count()) == (1, 1)


def test_taking_back_takes_the_statements_and_what_held_before_holds_again():
    bring_in(PEOPLE)
    bring_in("email,consent,date\nann@example.org,no,2026-11-01\n", target="consents")
    before = picture(*TABLES)
    run = bring_in(
        "email,consent,date\nann@example.org,yes,2026-11-10\nbob@example.org,yes,2026-11-10\n",
        target="consents",
    )
    assert holds("ann@example.org") == [("email", True)]

    take_back(run)

    assert picture("consent_consent") == {"consent_consent": before["consent_consent"]}
    assert holds("ann@example.org") == [("email", False)]
    assert holds("bob@example.org") == []


def test_consent_beside_people_comes_and_goes_with_them():
    run = bring_in(
        "email,name,setuju,tgl setuju\nann@example.org,Ann,ya,14/11/2026\nbob@example.org,Bob,,\n"
    )
    assert run.rows_created == 2
    assert holds("ann@example.org") == [("email", True)]

    take_back(run)

    assert picture(*TABLES, "contacts_contact") == {
        "consent_consent": [],
        "consent_permission": [],
        "contacts_contact": [],
    }


def test_somebody_who_stated_a_consent_since_stays_with_it():
    run = bring_in("email,name,setuju\nann@example.org,Ann,ya\n")
    bring_in("email,consent,date\nann@example.org,no,2026-11-19\n", target="consents")

    take_back(run)

    assert contacts.find_contact("email", "ann@example.org")
    assert Consent.objects.count() == 2


def test_an_unclear_consent_is_a_faulty_cell():
    run = bring_in("email,name,setuju\nann@example.org,Ann,mungkin\n")

    assert run.rows_created == 0
    assert refusals(run) == [(2, "setuju", "“mungkin” is neither yes nor no.")]


@pytest.mark.parametrize("header", ["Setuju Promosi", "setuju promosi"])
def test_consent_to_promotions_is_consent_to_e_mail(header):
    bring_in(f"email,{header}\nann@example.org,ya\n")

    assert holds("ann@example.org") == [("email", True)]


def test_a_row_names_the_version_of_the_text_and_one_that_nobody_published_is_refused():
    bring_in(PEOPLE)
    name = consent.publish_text(
        channel="email", purpose="marketing", language="en", words="Write to me.", by=SYSTEM,
        now=clock.now(),
    )  # fmt: skip

    run = bring_in(
        f"email,consent,text version\nann@example.org,yes,{name}\nbob@example.org,yes,v9\n",
        target="consents",
    )

    (line,) = consent.history(contacts.find_contact("email", "ann@example.org") or 0)
    assert (line.text, line.wording) == (name, "Write to me.")
    assert [refused[1] for refused in refusals(run)] == ["text version"]
    assert Consent.objects.count() == 1
