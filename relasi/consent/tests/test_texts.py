"""Versions of the texts people are asked with, and the statements that name them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent.models import Consent, Text
from relasi.consent.rules import Heard
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def publish(  # noqa: PLR0913
    words, *, channel="email", purpose="marketing", language="en", by=SYSTEM, at=NOON
):
    return consent.publish_text(
        channel=channel, purpose=purpose, language=language, words=words, by=by, now=at
    )


def agree(contact_id, **how):
    return consent.grant(
        contact_id=contact_id,
        channel="email",
        purpose="marketing",
        source="sign-up form",
        by=SYSTEM,
        now=NOON,
        **how,
    )


def test_a_change_is_the_next_version_and_the_old_one_stays():
    assert publish("Write to me.") == "email.marketing.en.1"
    assert publish("Write to me, weekly.") == "email.marketing.en.2"
    assert publish("Kirimi saya.", language="id") == "email.marketing.id.1"

    assert consent.text_named("email.marketing.en.1").words == "Write to me."
    assert consent.texts_shown("en")["email", "marketing"].name == "email.marketing.en.2"
    assert consent.texts_shown("id")["email", "marketing"].words == "Kirimi saya."


def test_before_anything_is_published_the_house_has_words_of_its_own_in_each_language():
    accounts.make_organisation(language="id")

    english, indonesian = (consent.texts_shown(language) for language in ("en", "id"))

    assert english["email", "marketing"].name == ""
    assert english["email", "marketing"].words != indonesian["email", "marketing"].words
    assert all(card.words for card in english.values())


def test_where_a_language_has_no_text_that_of_the_organisation_is_shown():
    accounts.make_organisation(language="id")
    publish("Kirimi saya.", language="id")

    assert consent.texts_shown("en")["email", "marketing"].words == "Kirimi saya."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"words": "  "}, "Write what people are shown"),
        ({"words": "x" * 2001}, "longer than 2000"),
        ({"words": "Write to me."}, "hold already"),
        ({"purpose": "collect"}, "Nobody is asked"),
        ({"language": "fr"}, "no language of the texts"),
    ],
)
def test_a_text_that_cannot_be_is_refused_in_words(change, sentence):
    publish("Write to me.")

    with pytest.raises(Refused, match=sentence):
        publish(**({"words": "Other words."} | change))

    assert Text.objects.count() == 1


def test_only_who_may_change_the_settings_publishes():
    marketer = accounts.actor(staff_id=accounts.make_staff("marketer"))

    with pytest.raises(NotAllowed):
        publish("Write to me.", by=marketer)

    assert not Text.objects.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE consent_text SET words = 'x'", "DELETE FROM consent_text"]
)
def test_the_database_changes_and_deletes_no_published_text(statement):
    publish("Write to me.")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_statement_names_the_version_it_was_given_to_and_shows_its_words_for_ever():
    ann = make_contact()
    name = publish("Write to me.")
    agree(ann, text=name)
    publish("Other words.", at=NOON + timedelta(days=1))

    (line,) = consent.history(ann)
    assert (line.text, line.wording) == (name, "Write to me.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("email.marketing.en.7", "No consent text is called"),
        ("nonsense", "No consent text is called"),
        ("sms.marketing.en.1", "something else"),
    ],
)
def test_a_version_that_nobody_published_or_for_something_else_is_refused(text, sentence):
    publish("Text me.", channel="sms")
    ann = make_contact()

    with pytest.raises(Refused, match=sentence):
        agree(ann, text=text)

    assert not Consent.objects.exists()


def test_what_is_heard_on_a_web_site_names_its_version_and_an_unknown_one_stays_in_the_proof():
    ann, ben = make_contact(), make_contact()
    name = publish("Measure my visits.", channel="web", purpose="collect")
    said = [
        Heard(ann, "web", "collect", True, NOON, "web: shop", {}, name),
        Heard(ben, "web", "collect", True, NOON, "web: shop", {}, "banner-7"),
    ]

    consent.hear(said, by_label="system", now=NOON)

    known, unknown = Consent.objects.order_by("contact_id")
    assert (known.text and known.text.words, known.proof) == ("Measure my visits.", {"text": name})
    assert (unknown.text, unknown.proof) == (None, {"text": "banner-7"})


def test_the_ledger_notices_a_text_that_was_changed_behind_its_back():
    ann = make_contact()
    agree(ann, text=publish("Write to me."))
    consent.verify_statements()

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consent_text DISABLE TRIGGER consent_text_is_append_only")
        cursor.execute("UPDATE consent_text SET words = 'Sell me.'")
        with pytest.raises(Refused, match=r"email\.marketing\.en\.1 is not what was published"):
            consent.verify_statements()
        cursor.execute("UPDATE consent_text t SET seal = consent_text_seal(t)")
        with pytest.raises(Refused, match="Statement of consent"):
            consent.verify_statements()
        cursor.execute("ALTER TABLE consent_text ENABLE TRIGGER consent_text_is_append_only")
