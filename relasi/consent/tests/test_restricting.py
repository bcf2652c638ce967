"""Data that are kept and not used: nothing is sent, counted, scored, compared or taken in."""

import pytest
from django.db import connection

from relasi.accounts.public import SYSTEM
from relasi.consent import public as consent
from relasi.consent.testing import grant
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db


def restrict(contact_id):
    return consent.restrict(contact_id=contact_id, reason="asked", by=SYSTEM, now=clock.now())


def release(contact_id):
    consent.release(contact_id=contact_id, by=SYSTEM, now=clock.now())


def why_not(contact_id, purpose="marketing"):
    text = consent.reason_not_sql("who.id", "who.address", "email", "who.purpose")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {text} FROM (SELECT %s::bigint AS id, 'ann@example.org' AS address,"
            " %s AS purpose) who",
            [contact_id, purpose],
        )
        return cursor.fetchone()[0]


def test_nothing_is_sent_while_it_stands_but_letters_of_the_house():
    ann = make_contact(email="ann@example.org")
    grant(ann)
    assert why_not(ann) == ""

    restrict(ann)
    assert why_not(ann) == "restricted"
    assert why_not(ann, "service") == ""

    release(ann)
    assert why_not(ann) == ""


def test_it_stands_once_and_is_lifted_once():
    ann = make_contact()
    restrict(ann)

    with pytest.raises(Refused, match="already"):
        restrict(ann)
    release(ann)
    with pytest.raises(Refused, match="as ever"):
        release(ann)
    with pytest.raises(NotFound):
        restrict(987_654_321)


def test_it_goes_along_when_two_become_one_and_comes_back():
    ann, anna = make_contact(), make_contact()
    restrict(anna)
    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=clock.now())
    assert consent.restriction_of(kept) is not None

    merge = connection.cursor()
    merge.execute("SELECT id FROM contacts_merge")
    contacts.undo_merge(merge_id=merge.fetchone()[0], by=SYSTEM, now=clock.now())

    assert consent.restriction_of(ann) is None
    assert consent.restriction_of(anna) is not None
