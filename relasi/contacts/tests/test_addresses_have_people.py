"""What the foreign key of addresses would promise, kept by triggers (decision 0010)."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, NotSupportedError, connection, transaction

from relasi.contacts.models import Contact, Identity
from relasi.contacts.testing import make_contact
from relasi.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = 4_000_000_000
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def address(contact, value):
    return Identity(contact_id=contact, kind="email", value=value, created_at=clock.now())


def execute(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def remove(contact):
    execute("DELETE FROM contacts_contact WHERE id = %s", [contact])


def nameless():
    """Somebody without any address."""
    return Contact.objects.create(name="Ann", created_at=clock.now(), updated_at=clock.now()).pk


def test_an_address_of_nobody_takes_its_whole_statement_with_it():
    ann = make_contact("Ann", email="ann@example.org")
    with pytest.raises(IntegrityError, match="no contact 4000000000 for the address"):
        Identity.objects.bulk_create([address(ann, "a@example.org"), address(NOBODY, "b@e.org")])
    assert list(Identity.objects.values_list("value", flat=True)) == ["ann@example.org"]


def test_an_address_is_not_handed_to_nobody():
    ann = make_contact("Ann")
    with pytest.raises(IntegrityError):
        Identity.objects.update(contact_id=NOBODY)
    assert Identity.objects.get().contact_id == ann


def test_who_has_an_address_is_not_removed():
    ann, ben = make_contact("Ann"), nameless()
    with pytest.raises(IntegrityError, match=f"Contact {ann} still has addresses"):
        execute("DELETE FROM contacts_contact WHERE id = ANY(%s)", [[ann, ben]])
    assert set(Contact.objects.values_list("pk", flat=True)) == {ann, ben}
    remove(ben)
    assert Contact.objects.get().pk == ann


def test_ids_stay():
    ann = make_contact("Ann")
    with pytest.raises(IntegrityError, match="keeps its id"):
        Contact.objects.update(id=NOBODY)
    Contact.objects.filter(pk=ann).update(id=ann)


def test_people_are_not_emptied_without_their_addresses():
    make_contact("Ann")
    with pytest.raises(IntegrityError, match="together with their addresses"):
        execute("TRUNCATE contacts_contact CASCADE")
    assert Contact.objects.exists()


def test_whoever_removes_a_person_sees_an_address_that_came_meanwhile():
    ann = nameless()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            address(ann, "late@example.org").save()
            removal = other.submit(leaving, remove, ann)
            until_somebody_waits()
        with pytest.raises(IntegrityError, match="still has addresses"):
            removal.result(timeout=20)
    assert Identity.objects.get().contact_id == ann
    assert Contact.objects.filter(pk=ann).exists()


def test_an_address_for_somebody_who_is_just_going_comes_too_late():
    ann = nameless()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            remove(ann)
            arrival = other.submit(leaving, address(ann, "late@example.org").save)
            until_somebody_waits()
        with pytest.raises(IntegrityError, match=f"no contact {ann} for"):
            arrival.result(timeout=20)
    assert not Identity.objects.exists()


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_nobody_is_removed_by_an_old_snapshot(level):
    """It would not see an address that came after it was taken."""
    ann = nameless()
    with transaction.atomic():
        execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        with pytest.raises(NotSupportedError, match="READ COMMITTED"):
            remove(ann)
        transaction.set_rollback(True)
    assert Contact.objects.filter(pk=ann).exists()


def leaving(work, *arguments):
    try:
        return work(*arguments)
    finally:
        connection.close()


def until_somebody_waits():
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("Nobody waited.")
