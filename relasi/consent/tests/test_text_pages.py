"""Settings, Consent texts; asking and restricting on the page of one person."""

import pytest
from django.urls import reverse

from relasi.accounts import testing as accounts
from relasi.accounts.testing import alice, charlie, sign_in
from relasi.consent import public as consent
from relasi.consent.models import Ask, Restriction, Text
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db

ONE = ("email", "marketing")


@pytest.fixture
def owner(client):
    accounts.make_organisation(name="Kopi Lereng")
    sign_in(client, alice())
    return client


def publish(client, words, language="en"):
    address = reverse("consent:text_publish", args=ONE)
    return client.post(address, {"language": language, "words": words}, follow=True)


def test_the_list_says_which_version_is_shown_in_which_language(owner):
    publish(owner, "Write to me.")

    page = owner.get(reverse("consent:text_list")).content.decode()

    assert page.count(">Version 1<") == 1
    assert "EN: Version 1 · ID: As the house says it" in page
    assert "E-mail: Offers and news" in page


def test_a_version_is_published_and_those_before_are_read_for_ever(owner):
    publish(owner, "Write to me.")
    page = publish(owner, "Write to me, weekly.").content.decode()

    assert "Write to me, weekly." in page
    assert "email.marketing.en.1" in page
    assert "email.marketing.en.2" in page
    assert "Alice" in page


def test_an_empty_text_comes_back_with_a_sentence_beside_its_language(owner):
    answer = owner.post(reverse("consent:text_publish", args=ONE), {"language": "id", "words": ""})

    assert answer.status_code == 422
    assert answer.content.decode().count("field-error") == 1
    assert not Text.objects.exists()


def test_what_nobody_is_asked_for_has_no_page(owner):
    assert owner.get("/settings/consent-texts/email/collect/").status_code == 404


def test_a_viewer_reads_the_texts_and_publishes_none(client):
    sign_in(client, charlie())

    page = client.get(reverse("consent:text", args=ONE)).content.decode()

    assert "offers and news by e-mail" in page
    assert "Publish" not in page
    assert publish(client, "Write to me.").status_code == 403


def test_every_version_is_exported(owner):
    publish(owner, "Write to me.")
    publish(owner, "Kirimi saya.", "id")

    lines = b"".join(owner.get(reverse("consent:text_list") + "?export=csv").streaming_content)

    assert lines.decode().count("email.marketing.") == 2


def test_somebody_is_asked_by_mail_from_their_page_and_the_question_is_taken_back(owner):
    ann = make_contact(email="ann@example.org", language="id")
    page = reverse("consent:consent_history", args=[ann])

    owner.post(reverse("consent:ask_list", args=[ann]), {"about": ["email.marketing"]})
    asked = Ask.objects.get()
    assert asked.language == "id"
    assert "Waits for confirmation" in owner.get(page).content.decode()

    owner.post(reverse("consent:ask", args=[ann, asked.pk]), {"_method": "delete"})
    assert "Taken back" in owner.get(page).content.decode()
    assert not consent.find_ask(asked.pk, asked.asked_at).is_open


def test_a_question_of_another_person_is_not_taken_back(owner):
    ann, ben = make_contact(), make_contact()
    owner.post(reverse("consent:ask_list", args=[ann]), {"about": ["email.marketing"]})
    asked = Ask.objects.get()

    answer = owner.post(reverse("consent:ask", args=[ben, asked.pk]), {"_method": "delete"})

    assert answer.status_code == 404
    assert consent.find_ask(asked.pk, asked.asked_at).is_open


def test_the_use_of_data_is_restricted_and_allowed_again(owner):
    ann = make_contact()
    address = reverse("consent:restriction", args=[ann])
    page = reverse("consent:consent_history", args=[ann])

    owner.post(address, {"reason": "They dispute the address."})
    assert "They dispute the address." in owner.get(page).content.decode()
    assert "nothing is done with them" in owner.get(f"/people/{ann}/").content.decode()
    assert owner.post(address).status_code == 422

    owner.post(address, {"_method": "delete"})
    assert "They dispute the address." not in owner.get(page).content.decode()
    assert Restriction.objects.get().lifted_by.startswith("staff:")
