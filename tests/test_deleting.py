"""A person is deleted through the whole house: what is personal goes, what counts stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from relasi.accounts.models import AuditEntry
from relasi.accounts.testing import actor, alice, api_key, sign_in
from relasi.campaigns.models import Recipient
from relasi.campaigns.testing import make_campaign
from relasi.commerce.models import Order
from relasi.commerce.testing import make_order
from relasi.consent import testing as consent
from relasi.consent.models import Suppression
from relasi.contacts import public as contacts
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.actions.notes import write_note
from relasi.contacts.importing.testing import bring_in, take_back
from relasi.contacts.importing.undoing.hanging import references
from relasi.contacts.testing import make_contact
from relasi.insight import public as insight
from relasi.kernel.errors import Refused
from relasi.messaging.models import Delivery
from relasi.messaging.testing import make_mailing
from relasi.timeline.testing import make_event, names_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CANARY = "canary"


@pytest.fixture
def staff():
    return actor(staff_id=alice())


def known(staff):
    """Somebody of whom nearly everything is known, each time with a word to look for."""
    person = make_contact(
        f"{CANARY} Ann",
        email=f"{CANARY}@example.org",
        phones=("+6281255500172",),
        city=CANARY,
        tags=("VIP",),
    )
    consent.grant(person)
    write_note(contact_id=person, body=f"{CANARY} decaf", by=staff, now=NOON)
    make_event(person, url=f"https://{CANARY}.example", key=f"visit:{person}")
    return person


def rows_about(person):
    """Every table that still has a row of this person."""
    found = set()
    with connection.cursor() as cursor:
        for one in references("contacts_contact"):
            cursor.execute(f"SELECT count(*) FROM {one.table} WHERE {one.column} = %s", [person])
            if cursor.fetchone()[0]:
                found.add(one.table)
    return found


def tables_that_say(word):
    """Every table with this word anywhere in a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = sorted(row[0] for row in cursor.fetchall())
        found = set()
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name} t WHERE t::text ILIKE %s", [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.add(name)
        return found


def test_somebody_who_bought_nothing_is_gone_altogether(staff):
    person, other = known(staff), make_contact("Bea")

    delete_contact(contact_id=person, by=staff, now=NOON)

    assert not contacts.exists(person)
    assert contacts.exists(other)
    assert rows_about(person) == set()
    assert tables_that_say(CANARY) == set()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.object, entry.object_id) == ("deleted", "contacts", str(person))


def test_orders_and_messages_stay_without_a_name(staff):
    person = known(staff)
    order = make_order(person, amount="70.00", external_id=f"{CANARY}@example.org/20260302/70")
    make_mailing([person], now=NOON)
    Suppression.objects.all().delete()
    insight.recompute(now=NOON, by=staff)

    delete_contact(contact_id=person, by=staff, now=NOON)

    card = contacts.card(person)
    assert (card.called, card.identities, card.city, card.tags) == ("Deleted person", (), "", ())
    assert tables_that_say(CANARY) == set()
    assert Order.objects.get(pk=order).contact_id == person
    assert names_of(person) == ["order completed"]
    (delivery,) = Delivery.objects.all()
    assert (delivery.state, delivery.reason, delivery.contact_id) == (
        "suppressed",
        "no_contact",
        person,
    )


def test_a_place_in_the_draw_stays_for_the_result(staff):
    person = known(staff)
    campaign = make_campaign(now=NOON)
    Recipient.objects.create(
        campaign_id=campaign, contact_id=person, group="held_out", assigned_at=NOON
    )

    delete_contact(contact_id=person, by=staff, now=NOON)

    assert contacts.card(person).erased_at == NOON
    assert Recipient.objects.get().contact_id == person


def test_nothing_personal_comes_back_to_who_was_deleted(client, staff):
    person, other = known(staff), make_contact("Bea")
    make_order(person)
    delete_contact(contact_id=person, by=staff, now=NOON)

    for change in (
        lambda: contacts.change_contact(
            contact_id=person, changes={"name": "Ann"}, by=staff, now=NOON
        ),
        lambda: contacts.merge_contacts(one_id=other, other_id=person, by=staff, now=NOON),
        lambda: delete_contact(contact_id=person, by=staff, now=NOON),
    ):
        with pytest.raises(Refused, match="was deleted"):
            change()
    sign_in(client, staff.id)
    page = client.get(f"/people/{person}/").text
    assert "This person was deleted on" in page
    assert f"/people/{person}/edit/" not in page
    assert client.post(f"/people/{person}/notes/", {"body": "Ann"}).status_code == 422


def test_an_import_that_is_taken_back_brings_nobody_back(staff):
    make_contact("Old Name", email=f"{CANARY}@example.org")
    run = bring_in(f"email,name\n{CANARY}@example.org,New Name\n")
    person = contacts.find_contact("email", f"{CANARY}@example.org")
    make_order(person)
    delete_contact(contact_id=person, by=staff, now=NOON + timedelta(1))

    take_back(run)

    assert contacts.card(person).name == ""
    assert tables_that_say("Old Name") == set()


def test_the_api_deletes_who_has_orders(client):
    person = make_contact("Ann")
    make_order(person)
    key = {"Authorization": f"Bearer {api_key('admin')}"}

    answer = client.delete(f"/api/v1/contacts/{person}", headers=key)

    assert answer.status_code == 204
    assert client.get(f"/api/v1/contacts/{person}", headers=key).json()["name"] == ""
