"""Statements that come along with what people do, and the seal that each of them carries."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent.models import Consent, Permission
from relasi.consent.rules import ASKED
from relasi.consent.testing import grant, withdraw
from relasi.contacts.testing import make_contact
from relasi.kernel.errors import Refused

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def heard(contact_id, purpose="collect", *, granted=True, at=NOON, channel="web"):
    return consent.Heard(contact_id, channel, purpose, granted, at, "shop.example", {"page": "/"})


def hear(*said):
    return consent.hear(said, by_label="system:0", now=NOON)


def holding(*contact_ids):
    found = consent.standing(contact_ids, "web")
    return {who: {card.purpose: card.granted for card in cards} for who, cards in found.items()}


def test_many_statements_are_kept_and_hold():
    ann, ben = make_contact(), make_contact()

    assert hear(heard(ann), heard(ann, "profile", granted=False), heard(ben)) == 3

    assert holding(ann, ben) == {
        ann: {"collect": True, "profile": False},
        ben: {"collect": True},
    }
    kept = Consent.objects.get(contact_id=ben)
    assert (kept.source, kept.proof, kept.recorded_by) == (
        "shop.example",
        {"page": "/"},
        "system:0",
    )


def test_what_holds_already_is_not_stated_again():
    ann = make_contact()
    hear(heard(ann))

    assert hear(heard(ann, at=NOON + timedelta(hours=1))) == 0
    assert Consent.objects.count() == 1


def test_what_was_overtaken_is_passed_over_and_of_one_batch_the_last_counts():
    ann = make_contact()
    hear(heard(ann, granted=False, at=NOON))

    assert hear(heard(ann, at=NOON - timedelta(minutes=1))) == 0
    late, later = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
    assert hear(heard(ann, granted=False, at=later), heard(ann, at=late)) == 0
    assert hear(heard(ann, granted=False, at=late), heard(ann, at=later)) == 1
    assert holding(ann) == {ann: {"collect": True}}


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_that_is_being_made_meanwhile_is_not_lost():
    ann = make_contact()
    hear(heard(ann, granted=False, at=NOON))
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            consent.withdraw(
                contact_id=ann, channel="web", purpose="collect", source="form", by=SYSTEM,
                now=NOON + timedelta(hours=1),
            )  # fmt: skip
            hearing = other.submit(_hear_elsewhere, heard(ann, at=NOON + timedelta(minutes=1)))
            _wait_until_blocked()
        hearing.result()

    assert holding(ann) == {ann: {"collect": False}}


def _hear_elsewhere(said):
    try:
        return hear(said)
    finally:
        connection.close()


def _wait_until_blocked():
    for _attempt in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    pytest.fail("Nobody waits for the withdrawal.")


def test_nobody_is_asked_for_what_does_not_belong_together():
    ann = make_contact()
    with pytest.raises(ValueError, match="Nobody is asked for 'collect' by 'email'"):
        hear(heard(ann, channel="email"))
    with pytest.raises(Refused, match="Nobody is asked for “collect” by “email”"):
        grant(ann, purpose="collect")
    for table, more in ((Consent, {"recorded_by": "x", "recorded_at": NOON}), (Permission, {})):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.create(
                contact_id=ann, channel="email", purpose="collect", granted=True, stated_at=NOON,
                source="x", **more,
            )  # fmt: skip
    assert not Consent.objects.exists()


def test_whatever_is_asked_can_be_stated():
    ann = make_contact()
    for channel, purposes in ASKED.items():
        for purpose in purposes:
            grant(ann, channel=channel, purpose=purpose)
    assert len(consent.permissions_of(ann)) == sum(map(len, ASKED.values()))


def test_the_ledger_holds_also_after_statements_changed_hands():
    grant(make_contact())
    withdraw(make_contact())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consent_consent SET contact_id = %s", [make_contact()])

    assert consent.verify_statements() == (
        "The ledger of consent holds: 2 statements, none changed."
    )


@pytest.mark.parametrize(
    "change",
    [
        "granted = NOT granted", "wording = wording || '.'", "stated_at = now()",
        "proof = '{\"form\": 1}'", "source = 'x'", "purpose = 'personalise'", "stated_for = 0",
    ],
)  # fmt: skip
def test_a_change_behind_the_triggers_back_shows(change):
    grant(make_contact())
    changed = grant(make_contact())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE consent_consent DISABLE TRIGGER consent_is_append_only")
        cursor.execute(f"UPDATE consent_consent SET {change} WHERE id = %s", [changed])
        cursor.execute("ALTER TABLE consent_consent ENABLE TRIGGER consent_is_append_only")

    with pytest.raises(Refused, match=f"Statement of consent {changed} is not what was recorded"):
        consent.verify_statements()


def test_a_seal_is_not_chosen_by_who_writes():
    ann = make_contact()
    kept = Consent.objects.create(
        contact_id=ann, channel="email", purpose="marketing", granted=True, stated_at=NOON,
        source="x", recorded_by="x", recorded_at=NOON, seal="mine", stated_for=7,
    )  # fmt: skip
    kept.refresh_from_db()
    assert kept.stated_for == ann
    assert len(kept.seal) == 64
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Consent.objects.filter(pk=kept.pk).update(seal="mine")
