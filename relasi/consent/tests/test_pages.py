"""Consent on the customer page, its history, and the form."""

import pytest
from django.urls import reverse

from relasi.accounts.models import Staff
from relasi.accounts.testing import alice, charlie, sign_in
from relasi.consent import public as consent
from relasi.consent.models import Consent, Suppression
from relasi.consent.testing import grant, suppress, withdraw
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    sign_in(client, alice())
    return client


def statement(**values):
    return {"said": "no", "about": "email.marketing", "source": "a call"} | values


def test_the_customer_page_says_what_each_channel_allows(owner):
    ann = make_contact(email="ann@example.org")
    grant(ann)
    withdraw(ann, channel="phone")
    suppress("ann@example.org")

    page = owner.get(reverse("contacts:contact", args=[ann])).content.decode()

    assert "May be reached by" in page
    assert "Offers and news" in page
    assert "Refused" in page
    assert "Never asked" in page
    assert "Nothing is sent to ann@example.org: address is dead" in page


def test_a_statement_is_recorded_with_its_words(owner):
    ann = make_contact()
    grant(ann)
    url = reverse("consent:consent_history", args=[ann])

    answer = owner.post(url, statement(wording="Stop it."), follow=True)

    assert "Stop it." in answer.content.decode()
    assert "Alice" in answer.content.decode()
    assert not consent.may(ann, channel="email", purpose="marketing")


@pytest.mark.parametrize(
    "change",
    [{"source": ""}, {"about": "email.collect"}, {"stated_at": "2999-01-01"}, {"said": ""}],
)
def test_a_statement_that_cannot_be_comes_back_with_what_was_typed(owner, change):
    ann = make_contact()
    url = reverse("consent:consent_history", args=[ann])

    answer = owner.post(url, statement(wording="Stop it.") | change)

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert "Stop it." in answer.content.decode()
    assert not Consent.objects.exists()


def test_an_address_is_never_written_to_and_allowed_again(owner):
    ann = make_contact(email="ann@example.org")
    page = reverse("consent:consent_history", args=[ann])

    owner.post(reverse("consent:suppression_list", args=[ann]), {"address": "ann@example.org"})
    (row,) = consent.suppressed("email", ("ann@example.org",))
    assert "Set by a colleague" in owner.get(page).content.decode()

    owner.post(reverse("consent:suppression", args=[ann, row.id]), {"_method": "delete"})
    assert consent.suppressed("email", ("ann@example.org",)) == ()
    assert Suppression.objects.count() == 1


def test_from_the_page_of_one_person_nothing_is_lifted_for_another(owner):
    ann = make_contact(email="ann@example.org")
    make_contact(email="ben@example.org")
    suppress("ben@example.org")
    (row,) = consent.suppressed("email", ("ben@example.org",))

    answer = owner.post(reverse("consent:suppression", args=[ann, row.id]), {"_method": "delete"})

    assert answer.status_code == 404
    assert consent.suppressed("email", ("ben@example.org",)) == (row,)


def test_a_viewer_reads_the_history_and_records_nothing(client):
    ann = make_contact()
    sign_in(client, charlie())
    url = reverse("consent:consent_history", args=[ann])

    page = client.get(url)
    assert page.status_code == 200
    assert "Record a statement" not in page.content.decode()
    assert client.post(url, statement()).status_code == 403
    assert not Consent.objects.exists()


def test_the_people_list_tells_and_filters_by_email_consent(owner):
    grant(make_contact("Ann Agreed"))
    withdraw(make_contact("Rita Refused"))
    make_contact("Nina Never")
    url = reverse("contacts:contact_list")

    for value, name in (("granted", "Ann"), ("refused", "Rita"), ("never", "Nina")):
        query = {"f_key": "email_consent", "f_rel": "is", "f_val": value}
        page = owner.get(url, query, follow=True).content.decode()
        assert [n for n in ("Ann", "Rita", "Nina") if f"{n} " in page] == [name]


def test_the_history_says_where_and_by_whom_in_the_readers_language(client):
    Staff.objects.filter(pk=alice()).update(language="id")
    sign_in(client, alice())
    ann = make_contact()
    grant(ann)

    page = client.get(reverse("consent:consent_history", args=[ann])).content.decode()

    assert "formulir pendaftaran" in page
    assert "sistem" in page
    assert "system:0" not in page
