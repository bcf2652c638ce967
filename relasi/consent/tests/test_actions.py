"""Consent against PostgreSQL: the ledger, what holds, suppressions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent import testing
from relasi.consent.models import Consent, Permission, Suppression
from relasi.consent.rules import Statement, newest
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def state(  # noqa: PLR0913
    contact_id, *, granted, at=NOON, source="form", channel="email", purpose="marketing"
):
    verb = consent.grant if granted else consent.withdraw
    return verb(
        contact_id=contact_id,
        channel=channel,
        purpose=purpose,
        source=source,
        stated_at=at,
        by=SYSTEM,
        now=NOON,
    )


def test_a_yes_is_kept_with_its_words_and_holds():
    ann = make_contact()

    consent.grant(
        contact_id=ann,
        channel="email",
        purpose="marketing",
        source="sign-up form",
        wording="Send me the newsletter.",
        proof={"form": 3},
        by=SYSTEM,
        now=NOON,
    )

    (kept,) = Consent.objects.all()
    assert (kept.wording, kept.proof, kept.recorded_by) == (
        "Send me the newsletter.",
        {"form": 3},
        SYSTEM.label,
    )
    assert consent.permissions_of(ann) == (
        consent.PermissionCard("email", "marketing", True, NOON, "sign-up form"),
    )


def test_an_older_no_that_arrives_late_is_kept_and_does_not_hold():
    ann = make_contact()
    state(ann, granted=True, at=NOON)

    state(ann, granted=False, at=NOON - timedelta(days=3))

    assert consent.may(ann, channel="email", purpose="marketing")
    assert [line.granted for line in consent.history(ann)] == [True, False]


def test_channels_and_purposes_do_not_speak_for_each_other():
    ann = make_contact()
    state(ann, granted=True, channel="sms")

    assert not consent.may(ann, channel="email", purpose="marketing")
    assert not consent.may(ann, channel="sms", purpose="personalise")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    said=st.lists(
        st.tuples(st.integers(0, 3), st.booleans(), st.sampled_from(["form", "call"])),
        min_size=1,
        max_size=5,
    )
)
def test_what_holds_is_the_rule_whatever_arrives_when(said):
    ann = make_contact()
    for hours, granted, source in said:
        state(ann, granted=granted, at=NOON - timedelta(hours=hours), source=source)

    expected = newest(
        Statement(NOON - timedelta(hours=hours), granted, source) for hours, granted, source in said
    )

    (holds,) = consent.permissions_of(ann)
    assert Statement(holds.stated_at, holds.granted, holds.source) == expected
    consent.recompute("SELECT %s::bigint", [ann])
    assert consent.permissions_of(ann) == (holds,)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "fax"}, "channel"),
        ({"purpose": "fun"}, "purpose"),
        ({"source": "  "}, "source"),
        ({"at": NOON + timedelta(seconds=1)}, "stated_at"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_and_nothing_is_kept(change, field):
    ann = make_contact()

    with pytest.raises(Refused) as refused:
        state(ann, granted=True, **change)

    assert refused.value.field == field
    assert not Consent.objects.exists()
    assert not Permission.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_consent SET granted = true",
        "UPDATE consent_consent SET stated_at = now()",
        "DELETE FROM consent_consent",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_a_statement(statement):
    state(make_contact(), granted=False)

    with (
        pytest.raises(DatabaseError, match="statement of consent is never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Consent.objects.get().granted is False


def test_erasing_ends_with_its_block():
    state(make_contact(), granted=False)
    with consent.erasing():
        pass

    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.all().delete()


def test_an_address_is_suppressed_whoever_it_belongs_to_once_per_reason():
    first = testing.suppress("Ann@Example.org")
    again = testing.suppress("ann@example.org")
    other = testing.suppress("ann@example.org", reason="complained")

    assert first == again != other
    found = consent.suppressed("email", ("ann@example.org",))
    assert [card.reason for card in found] == ["bounced", "complained"]


def test_lifting_one_reason_keeps_the_row_and_the_other_reason():
    bounced = testing.suppress("ann@example.org")
    testing.suppress("ann@example.org", reason="complained")

    consent.lift(suppression_id=bounced, by=SYSTEM, now=NOON)

    assert [card.reason for card in consent.suppressed("email", ("ann@example.org",))] == [
        "complained"
    ]
    row = Suppression.objects.get(pk=bounced)
    assert (row.lifted_at, row.lifted_by) == (NOON, SYSTEM.label)


def test_lifting_twice_or_nothing_is_refused_in_words():
    bounced = testing.suppress("ann@example.org")
    consent.lift(suppression_id=bounced, by=SYSTEM, now=NOON)

    with pytest.raises(Refused, match="may be written to again already"):
        consent.lift(suppression_id=bounced, by=SYSTEM, now=NOON)
    with pytest.raises(NotFound):
        consent.lift(suppression_id=0, by=SYSTEM, now=NOON)


def test_an_unknown_reason_or_channel_is_refused():
    with pytest.raises(Refused):
        testing.suppress("ann@example.org", reason="mood")
    with pytest.raises(Refused):
        testing.suppress("ann@example.org", channel="fax")
    assert not Suppression.objects.exists()
