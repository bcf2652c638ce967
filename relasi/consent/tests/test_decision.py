"""The send decision, asked in SQL where a message is claimed."""

import pytest
from django.db import connection

from relasi.consent import public as consent
from relasi.consent.testing import grant, suppress, withdraw
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db


def decide(contact_id, address):
    may = consent.may_send_sql("d.contact_id", "d.address", "d.channel", "marketing")
    why = consent.reason_not_sql("d.contact_id", "d.address", "email", "marketing")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {may}, {why} FROM (SELECT %s::bigint, %s::text, 'email'::text)"
            " d (contact_id, address, channel)",
            [contact_id, address],
        )
        return cursor.fetchone()


def test_nobody_is_written_to_without_a_yes():
    assert decide(make_contact(), "ann@example.org") == (False, "no_consent")


def test_a_yes_opens_the_way():
    ann = make_contact()
    grant(ann)

    assert decide(ann, "ann@example.org") == (True, "")


def test_a_later_no_closes_it():
    ann = make_contact()
    grant(ann)
    withdraw(ann)

    assert decide(ann, "ann@example.org") == (False, "no_consent")


def test_a_suppressed_address_gets_nothing_even_with_a_yes():
    ann = make_contact()
    grant(ann)
    suppress("ann@example.org")

    assert decide(ann, "ann@example.org") == (False, "suppressed")
    assert decide(ann, "ann@example.net") == (True, "")


def test_a_yes_for_another_channel_does_not_count():
    ann = make_contact()
    grant(ann, channel="sms")
    grant(ann, purpose="personalise")

    assert decide(ann, "ann@example.org") == (False, "no_consent")


@pytest.mark.parametrize("text", ["1); DROP TABLE x", "d.contact_id OR true", "'email'", ""])
def test_only_columns_and_known_words_enter_the_statement(text):
    with pytest.raises(ValueError, match="neither a column"):
        consent.may_send_sql(text, "d.address", "email", "marketing")
