"""One person seeded into every feature, each time with a word that nobody else has."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from relasi.accounts.models import IdempotencyRecord, SavedView
from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import actor, alice
from relasi.audience.models import Membership, Segment
from relasi.campaigns.models import Recipient
from relasi.campaigns.testing import make_campaign, make_segment
from relasi.commerce import public as commerce
from relasi.commerce.models import Order, OrderLine, Return, WaitingOrder
from relasi.commerce.testing import make_order
from relasi.connectors.databases.models import Reading
from relasi.connectors.databases.testing import make_feed
from relasi.connectors.exports.actions.going_out import go_out
from relasi.connectors.exports.testing import make_export, make_run
from relasi.connectors.smtp.models import CaughtMail
from relasi.connectors.webhooks.models import Attempt, Endpoint, Message
from relasi.connectors.webhooks.models import Delivery as WebhookDelivery
from relasi.consent import public as consent
from relasi.consent.models import Ask, Restriction, Wish
from relasi.console.models import Question, SavedQuery
from relasi.contacts import public as contacts
from relasi.contacts.actions.notes import write_note
from relasi.contacts.importing.testing import bring_in, upload
from relasi.contacts.models import (
    AddressFinding,
    BlockedValue,
    BulkChange,
    BulkChangeRow,
    Identity,
    ImportCorrection,
    ImportForecast,
    ImportKept,
    MailExchange,
    MatchEntry,
    MatchProposal,
    MatchSweep,
    Mention,
)
from relasi.contacts.testing import make_company, make_contact
from relasi.insight import public as insight
from relasi.insight.models import PurchaseChange, SampledCategory
from relasi.messaging.models import Delivery, Hit, Letter, Preflight, PreflightCase, Unsubscription
from relasi.messaging.testing import make_mailing
from relasi.reports.models import PersonQuality
from relasi.requests.models import Passed, Request, Step
from relasi.timeline.models import Alias, Hub, OlderCount
from relasi.timeline.testing import (
    make_arrival,
    make_event,
    make_source,
    process,
    put_in_quarantine,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORD = "canary7e1f"
EMAIL, PHONE, NUMBER = f"{WORD}@example.org", "+6281255577012", f"{WORD}-c-1"
BROWSER = f"{WORD}-browser"
OLD_EMAIL = f"{WORD}.old@example.org"


def seed() -> int:
    """Known by everything; their number. Each part touches the stores of one package."""
    owner = actor(staff_id=alice())
    person = known(owner)
    imported(person)
    visited(person)
    bought(person)
    written_to(person)
    asked(person)
    looked_at(person, owner)
    told_to_others()
    requested(person)
    return person


def known(owner: Any) -> int:
    person = make_contact(
        f"{WORD} Ann",
        email=EMAIL,
        phone=PHONE,
        handles=(f"instagram:{WORD}",),
        external_id=NUMBER,
        city=f"{WORD} city",
        street=f"{WORD} street",
        job_title=f"{WORD} title",
        company_id=make_company("Warung Sari"),
        tags=("VIP",),
    )
    other = make_contact("Bea")
    note = write_note(contact_id=person, body=f"{WORD} likes decaf", by=owner, now=NOON)
    Mention.objects.create(note_id=note, staff_id=owner.id)
    write_note(contact_id=other, body=f"Sister of {EMAIL}", by=owner, now=NOON)
    twin = make_contact(f"{WORD} Twin", email=f"{WORD}.twin@example.org")
    write_note(contact_id=twin, body=f"{WORD} of the twin", by=owner, now=NOON)
    contacts.merge_contacts(one_id=person, other_id=twin, by=owner, now=NOON)
    person = contacts.find_contact("email", EMAIL) or 0
    address = Identity.objects.get(contact_id=person, value=EMAIL)
    AddressFinding.objects.create(
        identity_id=address.pk, kind="typo", meant=f"{WORD}.example.org", found_at=NOON
    )
    MailExchange.objects.create(domain="example.org", answer="yes", asked_at=NOON)
    PersonQuality.objects.create(contact_id=person, marks=1, lacks=0)
    MatchEntry.objects.update_or_create(
        contact_id=person, defaults={"version": 1, "print": 7, "keys": [7]}
    )
    MatchProposal.objects.create(
        a_id=min(person, other), b_id=max(person, other), weight=1, probability=0.5,
        parts={"email": [WORD, 1]}, proposed_at=NOON,
    )  # fmt: skip
    return person


def imported(person: int) -> None:
    bring_in(f"email,name,city\n{EMAIL},{WORD} Ann Changed,Bogor\n", mode="update")
    refused = bring_in(f"email,name,born_on\n{EMAIL},{WORD},x\nnobody,{PHONE},2000-01-01\n")
    ImportKept.objects.create(
        run=refused, table="contacts_contact", row_id=person, name=f"{WORD} Ann", reason="changed"
    )
    waiting = upload(f"email,name\n{EMAIL},{WORD}\nbea@example.org,Bea\n", name=f"{EMAIL}.csv")
    ImportCorrection.objects.create(run=refused, row_number=2, column=0, value=EMAIL)
    ImportForecast.objects.create(
        run=waiting, asked_at=NOON, found_at=NOON, faults=[{"row": 2, "value": EMAIL}]
    )
    assert waiting.file_path


def visited(person: int) -> None:
    site = make_source("Shop of the canary", kind="server")
    at = {"timestamp": NOON.isoformat(), "received_at": NOON}
    events = [
        {"type": "page", "anonymousId": BROWSER, "messageId": "c1", "name": WORD,
         "context": {"page": {"url": f"https://{WORD}.example/?utm_campaign={WORD}"}}},
        {"type": "identify", "userId": NUMBER, "anonymousId": BROWSER, "messageId": "c2",
         "traits": {"email": EMAIL, "plan": WORD}},
        {"type": "track", "userId": NUMBER, "anonymousId": BROWSER, "messageId": "c3",
         "event": f"{WORD} event", "properties": {"word": WORD}},
    ]  # fmt: skip
    for event in events:
        body = event | {"timestamp": at["timestamp"]}
        make_arrival(site, json.dumps(body), received_at=NOON, kind="")
    process(NOON)
    for months in (3, 9, 20):
        make_event(
            person, f"{WORD} long ago", at=NOON - timedelta(days=31 * months),
            url=f"zzzz://{WORD}.example/{months}", key=f"old:{months}",
        )  # fmt: skip
        make_event(make_contact(), at=NOON - timedelta(days=31 * months))
    OlderCount.objects.create(profile_id=person, channel="web", events=1)
    Alias.objects.get_or_create(profile_id=987_654_322, defaults={"contact_id": person})
    BlockedValue.objects.create(kind="phone", pattern=PHONE, created_at=NOON, created_by="staff:1")
    Hub.objects.create(kind="anonymous", value=BROWSER, joined=30, found_at=NOON)
    put_in_quarantine(site, json.dumps({"event": WORD, "email": EMAIL}))
    make_arrival(site, json.dumps({"type": "track", "userId": NUMBER, "event": WORD,
                                   "messageId": "c9"}))  # fmt: skip


def bought(person: int) -> None:
    order = make_order(person, amount="70.00", external_id=f"{EMAIL}/20261101/70")
    make_order(make_contact(), amount="10.00")
    line = OrderLine.objects.filter(order_id=order).first()
    Return.objects.create(
        order_id=order, line=line, amount=10, amount_base=10, returned_at=NOON,
        reason=f"{WORD} did not like it",
    )  # fmt: skip
    assert Order.objects.get(pk=order).contact_id == person
    WaitingOrder.objects.create(
        contact_id=person, number=f"{WORD}-7", at=NOON, told={"email": EMAIL}, waits_since=NOON
    )
    insight.recompute(now=NOON, by=SYSTEM)
    SampledCategory.objects.get_or_create(
        contact_id=person, category=7,
        defaults={"last_order_at": NOON, "orders": 1, "revenue": 7},
    )  # fmt: skip
    PurchaseChange.objects.create(contact_id=person)
    assert commerce.base_currency()


def written_to(person: int) -> None:
    mailing = make_mailing([person], name="April news", now=NOON)
    delivery = Delivery.objects.get(mailing_id=mailing, contact_id=person)
    Delivery.objects.filter(pk=delivery.pk).update(detail=f"250 {EMAIL}")
    Hit.objects.create(
        delivery=delivery, kind="click", url=f"https://shop.example/?to={EMAIL}", at=NOON,
        user_agent=f"{WORD} browser", by="human",
    )  # fmt: skip
    Unsubscription.objects.create(delivery=delivery, via="page", at=NOON)
    Letter.objects.create(delivery=delivery, kind="ask", about=7)
    PreflightCase.objects.create(
        preflight=Preflight.objects.create(contents={}, started_at=NOON), contact_id=person,
        problem=f"{WORD} has no city",
    )  # fmt: skip
    former = make_mailing([person], name="March news", now=NOON)
    Delivery.objects.filter(mailing_id=former).update(address=OLD_EMAIL)
    for address in (EMAIL, OLD_EMAIL):
        CaughtMail.objects.create(
            sender="shop@example.org", recipient=address, subject=f"Dear {WORD}",
            source=f"To: {address}\r\n\r\nDear {WORD}".encode(), caught_at=NOON,
        )  # fmt: skip
    campaign = make_campaign(now=NOON)
    Recipient.objects.create(
        campaign_id=campaign, contact_id=person, group="contacted", assigned_at=NOON
    )


def asked(person: int) -> None:
    consent.grant(
        contact_id=person, channel="email", purpose="marketing", source=f"{WORD} form",
        wording=f"{WORD} wording", proof={"ip": "203.0.113.7", "word": WORD}, by=SYSTEM, now=NOON,
    )  # fmt: skip
    consent.suppress(channel="email", address=EMAIL, reason="manual", detail=WORD, by=SYSTEM,
                     now=NOON)  # fmt: skip
    Ask.objects.create(
        contact_id=person, address=EMAIL, about=[["email", "marketing"]], language="en",
        source=WORD, asked_at=NOON, asked_by="staff:1", expires_at=NOON,
    )  # fmt: skip
    Restriction.objects.create(
        contact_id=person, reason=f"{WORD} asked", restricted_at=NOON, restricted_by="staff:1",
        lifted_at=NOON,
    )  # fmt: skip
    Wish.objects.create(contact_id=person, most_a_week=1, stated_at=NOON, source=WORD)


def looked_at(person: int, owner: Any) -> None:
    """What colleagues and programs did with them."""
    segment = make_segment("Whoever it was")
    named = {"v": 1, "all": [{"on": "contact", "is": EMAIL}]}
    Segment.objects.filter(pk=segment).update(description=f"With {EMAIL}", tree=named)
    Membership.objects.create(segment_id=segment, contact_id=person, entered_at=NOON)
    SavedView.objects.create(
        page="people", name="Them", query=f"q={WORD}%40example.org", owner_id=owner.id
    )
    change = BulkChange.objects.create(
        kind="tag", detail={"tag": "VIP"}, query=f"q={EMAIL}", proposed_at=NOON,
        proposed_by="staff:1",
    )  # fmt: skip
    BulkChangeRow.objects.create(change=change, contact_id=person, before={"city": WORD})
    MatchSweep.objects.create(
        accepts=True, query=f"q={EMAIL}", proposed_at=NOON, proposed_by="staff:1"
    )
    asked = f"SELECT * FROM people -- {EMAIL}"
    Question.objects.create(statement=asked, asked_by=owner.id, asked_at=NOON, form="screen")
    SavedQuery.objects.create(name="Them", statement=asked, author_id=owner.id, saved_at=NOON)
    IdempotencyRecord.objects.create(
        actor="key:1", key="k", request_hash="h", status=201, created_at=NOON,
        body=json.dumps({"email": EMAIL}).encode(),
    )  # fmt: skip


def told_to_others() -> None:
    endpoint = Endpoint.objects.create(
        name="Till", url="https://till.example", kinds=[], secret_sealed="",
        created_at=NOON, updated_at=NOON,
    )  # fmt: skip
    message = Message.objects.create(uid=f"m-{WORD[:6]}", kind="test", body="{}", created_at=NOON)
    delivery = WebhookDelivery.objects.create(message=message, endpoint=endpoint, due_at=NOON)
    Attempt.objects.create(delivery=delivery, began_at=NOON, answer=f"Thanks, {EMAIL}")
    make_run(export := make_export(fields=("name", "email", "phone")), problem=f"{EMAIL} twice")
    go_out(make_run(export, state="waiting"))
    Reading.objects.create(feed=make_feed(), began_at=NOON, problem=f"“{EMAIL}” is no number.")


def requested(person: int) -> None:
    request = Request.objects.create(
        kind="access", contact_id=person, address=EMAIL, wish=f"{WORD} wants to know", via="mail",
        law="gdpr", received_at=NOON, due_at=NOON,
    )  # fmt: skip
    Step.objects.create(request=request, what="received", said=f"{EMAIL} wrote", at=NOON, by="x")
    Passed.objects.create(request=request, number=uuid4(), controller="key:1")


def tables_that_say(word: str) -> set[str]:
    """Every table of the database with this word in a row, whoever it belongs to; also in bytes."""
    spelled = word.encode().hex()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        found = set()
        for (name,) in sorted(cursor.fetchall()):
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {name} t WHERE t::text ILIKE %s OR t::text ILIKE %s)",
                [f"%{word}%", f"%{spelled}%"],
            )
            if cursor.fetchone()[0]:
                found.add(name)
        return found
