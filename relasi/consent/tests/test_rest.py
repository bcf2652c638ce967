"""Consent through the API."""

import pytest

from relasi.accounts import testing as accounts
from relasi.consent import public as consent
from relasi.consent.models import Ask, Consent
from relasi.consent.testing import grant
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(client):
    accounts.make_organisation(name="Kopi Lereng")
    key = accounts.api_key("owner")

    def call(method, path, body=None):
        return getattr(client, method)(
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {key}"},
        )

    return call


def test_a_text_is_published_and_a_statement_names_it(api):
    ann = make_contact()
    text = {"channel": "email", "purpose": "marketing", "language": "en", "words": "Write to me."}
    name = api("post", "/consent-texts", text).json()["name"]
    said = {"channel": "email", "purpose": "marketing", "granted": True, "source": "checkout"}

    assert api("post", f"/contacts/{ann}/consents", {**said, "text": name}).status_code == 201

    (line,) = api("get", f"/contacts/{ann}/consents").json()["items"]
    assert (line["text"], line["wording"], line["granted"]) == (name, "Write to me.", True)
    assert api("get", f"/consent-texts/{name}").json()["words"] == "Write to me."


def test_an_unknown_version_is_refused_with_a_sentence_and_nothing_is_kept(api):
    ann = make_contact()
    said = {"channel": "email", "purpose": "marketing", "granted": True, "source": "checkout"}

    answer = api("post", f"/contacts/{ann}/consents", {**said, "text": "email.marketing.en.9"})

    assert (answer.status_code, answer.json()["field"]) == (422, "text")
    assert "No consent text is called" in answer.json()["detail"]
    assert not Consent.objects.exists()


def test_statements_are_paged_newest_first(api):
    ann = make_contact()
    for channel in ("email", "sms", "phone"):
        grant(ann, channel=channel)

    first = api("get", f"/contacts/{ann}/consents?limit=2").json()
    rest = api("get", f"/contacts/{ann}/consents?limit=2&cursor={first['next']}").json()

    assert [line["channel"] for line in first["items"] + rest["items"]] == ["phone", "sms", "email"]
    assert rest["next"] is None


def test_somebody_is_asked_and_nothing_is_allowed_before_they_confirm(api):
    ann = make_contact(email="ann@example.org")
    body = {"about": [{"channel": "email", "purpose": "marketing"}], "source": "footer form"}

    answer = api("post", f"/contacts/{ann}/consents/asks", body)

    assert answer.status_code == 201
    assert answer.json()["outcome"] == "waiting"
    assert api("get", f"/contacts/{ann}/consents/asks").json() == [answer.json()]
    assert not consent.may(ann, channel="email", purpose="marketing")
    assert Ask.objects.get().source == "footer form"


def test_the_use_of_data_is_restricted_and_released(api):
    ann = make_contact()

    assert api("put", f"/contacts/{ann}/restriction", {"reason": "asked"}).status_code == 204
    assert consent.restriction_of(ann) is not None
    assert api("delete", f"/contacts/{ann}/restriction").status_code == 204
    assert consent.restriction_of(ann) is None
    assert api("delete", f"/contacts/{ann}/restriction").status_code == 422
