"""P27: whoever changes the log is found out, and the first changed entry is named."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from relasi.accounts import audit_chain, testing
from relasi.accounts import public as accounts
from relasi.accounts.actions.auditing import anchor_head, record
from relasi.accounts.models import AuditEntry
from relasi.accounts.rules import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def log():
    for number in range(1, 21):
        record(SYSTEM, "changed", "contacts", number, at=NOON, note=f"é {number}")


def tamper(sql, *arguments):
    """As somebody with the database's password would: the triggers are put aside first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql, arguments)
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_entries_stay")


def signed():
    head = audit_chain.anchored()
    return head and head[0]


def first_fault():
    with pytest.raises(accounts.AuditBroken) as broken:
        accounts.verify_audit()
    return broken.value.number


@pytest.mark.usefixtures("log")
def test_an_untouched_log_holds():
    assert accounts.verify_audit() == "The audit log holds: 20 entries, none changed."


@pytest.mark.parametrize(
    "said",
    [1e16, 1e22, 1.0, -0.0, 0.1, 1e-7, 12345678901234567890, {1: 2}, (1, [None, 2.0]), "é\u2028"],
    ids=repr,
)
def test_whatever_is_said_reads_back_as_it_was(said):
    accounts.record(accounts.SYSTEM, "did", "thing", said=said)
    accounts.verify_audit()


def test_an_empty_log_holds():
    assert "0 entries" in accounts.verify_audit()


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor = 'staff:9'",
        "actor_name = 'Eve'",
        "action = 'viewed'",
        "object = 'orders'",
        "object_id = '8'",
        """detail = '{"note": "e 7"}'""",
        "previous_hash = repeat('0', 64)",
        "hash = repeat('0', 64)",
    ],
)
@pytest.mark.usefixtures("log")
def test_a_changed_entry_is_named(change):
    tamper(f"UPDATE accounts_auditentry SET {change} WHERE id = 7")
    assert first_fault() == 7


@pytest.mark.usefixtures("log")
def test_a_deleted_entry_is_named():
    tamper("DELETE FROM accounts_auditentry WHERE id = 7")
    assert first_fault() == 7


@pytest.mark.usefixtures("log")
def test_exchanged_entries_are_named():
    tamper(
        "UPDATE accounts_auditentry SET id = CASE id WHEN 7 THEN 80 ELSE 7 END WHERE id IN (7, 8)"
    )
    tamper("UPDATE accounts_auditentry SET id = 8 WHERE id = 80")
    assert first_fault() == 7


@pytest.mark.usefixtures("log")
def test_a_cut_off_tail_is_noticed():
    tamper("DELETE FROM accounts_auditentry WHERE id > 15")
    assert first_fault() == 16


@pytest.mark.usefixtures("log")
def test_a_tail_that_grew_again_after_a_cut_is_noticed():
    tamper("DELETE FROM accounts_auditentry WHERE id > 15")
    for number in range(10):
        record(SYSTEM, "covered up", "contacts", number, at=NOON)
    anchor_head()
    assert first_fault() == 20


@pytest.mark.usefixtures("log")
def test_a_log_written_anew_from_the_start_is_noticed():
    tamper("DELETE FROM accounts_auditentry")
    for number in range(1, 21):
        record(SYSTEM, "nothing happened", "contacts", number, at=NOON)
    assert first_fault() == 20


@pytest.mark.usefixtures("log")
def test_a_head_that_is_gone_is_noticed():
    audit_chain.head_path().unlink()
    assert first_fault() == 21


@pytest.mark.usefixtures("log")
def test_a_forged_head_is_noticed(home):
    tamper("DELETE FROM accounts_auditentry WHERE id > 15")
    (home / "audit-head").write_text('[15,"0"]:forged:signature')
    assert first_fault() == 0


@pytest.mark.usefixtures("log")
def test_the_head_follows_each_commit_and_no_rollback():
    assert signed() == 20
    with transaction.atomic():
        record(SYSTEM, "changed", "contacts", 1, at=NOON)
        transaction.set_rollback(True)
    assert signed() == 20
    assert AuditEntry.objects.count() == 20
    record(SYSTEM, "changed", "contacts", 1, at=NOON)
    assert signed() == 21
    assert "21 entries" in accounts.verify_audit()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_auditentry SET actor = 'x' WHERE id = 3",
        "DELETE FROM accounts_auditentry WHERE id = 20",
        "TRUNCATE accounts_auditentry",
    ],
)
@pytest.mark.usefixtures("log")
def test_the_database_refuses_to_change_the_log(sql):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_is_never_emptied")
    try:
        with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_is_never_emptied")
    assert AuditEntry.objects.count() == 20


def test_many_writers_make_one_chain():
    def write():
        for number in range(10):
            record(SYSTEM, "changed", "contacts", number, at=NOON)
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert "80 entries" in accounts.verify_audit()
    assert signed() == 80


def test_what_a_person_did_names_them():
    bob = testing.actor(staff_id=testing.bob())
    record(bob, "merged", "contacts", 12, at=NOON, lost=13)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_name, entry.detail) == (bob.label, "Bob", {"lost": 13})
