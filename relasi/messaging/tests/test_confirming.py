"""Double opt-in: a mail asks, and only the button behind its link agrees."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.db import connection

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.connectors.smtp.testing import running_sink, use_sink
from relasi.consent import public as consent
from relasi.consent.models import Ask, Consent
from relasi.consent.testing import grant, suppress, withdraw
from relasi.contacts import public as contacts
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.messaging import public as messaging
from relasi.messaging.actions.sending import send_mailing
from relasi.messaging.models import Delivery, Mailing
from relasi.messaging.testing import make_content, make_mailing

pytestmark = pytest.mark.django_db

NEWS = ("email", "marketing")


@pytest.fixture
def sink():
    accounts.make_organisation(name="Kopi Lereng", postal_address="Jl. Bukit Pakar 18, Bandung")
    with running_sink() as running:
        use_sink(running)
        yield running


def ask(contact_id, *, pairs=(NEWS,), language="en", now=None, **how):
    return consent.ask(
        contact_id=contact_id,
        pairs=pairs,
        source="newsletter form",
        language=language,
        by=SYSTEM,
        now=now or clock.now(),
        **how,
    )


def post(sink):
    """Let every letter leave; the last one as a message."""
    for mailing_id in Mailing.objects.filter(state="sending").values_list("pk", flat=True):
        send_mailing(mailing_id=mailing_id, lane=0, clock=clock.now, seconds=20)
    return email.message_from_bytes(sink.received[-1].data, policy=email.policy.default)


def link_of(mail):
    text = mail.get_body(("plain",)).get_content()
    (link,) = re.findall(r"http://localhost:8000(/confirm/\S+)", text)
    return link


def may(contact_id, pair=NEWS):
    return consent.may(contact_id, channel=pair[0], purpose=pair[1])


def test_a_mail_asks_and_only_the_button_behind_its_link_agrees(client, sink):
    ann = make_contact(email="ann@example.org")
    name = consent.publish_text(
        channel="email", purpose="marketing", language="en", words="News, monthly.",
        by=SYSTEM, now=clock.now(),
    )  # fmt: skip
    ask_id = ask(ann)
    assert not may(ann)
    mail = post(sink)

    page = client.get(link_of(mail), headers={"sec-purpose": "prefetch"})
    assert "News, monthly." in page.content.decode()
    assert not may(ann)
    assert not Consent.objects.exists()

    answer = client.post(link_of(mail), headers={"user-agent": "Firefox"})
    assert "Thank you, it counts" in answer.content.decode()
    assert may(ann)
    (line,) = consent.history(ann)
    assert (line.text, line.source) == (name, "newsletter form")
    proof = Consent.objects.get().proof
    assert proof["message_id"] == mail["Message-ID"].strip("<>")
    assert (proof["ask"], proof["address"], proof["ip"]) == (ask_id, "ann@example.org", "127.0.0.1")
    assert proof["agent"] == "Firefox"


def test_the_letter_offers_nothing_tracks_nobody_and_has_nothing_to_leave(sink):
    ask(make_contact(email="ann@example.org"))

    mail = post(sink)

    html = mail.get_body(("html",)).get_content()
    assert mail["List-Unsubscribe"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"] == "ann@example.org"
    assert "Jl. Bukit Pakar 18, Bandung" in html
    assert "/o/" not in html
    assert "/c/" not in html
    assert "Unsubscribe" not in html
    assert "Please confirm what Kopi Lereng may send you" in mail["Subject"]


def test_the_letter_speaks_the_language_in_which_they_were_asked(client, sink):
    ask(make_contact(email="ann@example.org", language="en"), language="id")

    mail = post(sink)

    assert mail["Subject"].startswith("Mohon")
    assert "Ya, saya" in client.get(link_of(mail)).content.decode()


def test_until_they_confirm_no_campaign_reaches_them(sink):
    ann = make_contact(email="ann@example.org")
    ask(ann)
    post(sink)
    mailing_id = make_mailing([ann])
    messaging.start_mailing(mailing_id=mailing_id, by=SYSTEM, now=clock.now())

    send_mailing(mailing_id=mailing_id, lane=0, clock=clock.now, seconds=20)

    delivery = Delivery.objects.get(mailing_id=mailing_id)
    assert (delivery.state, delivery.reason) == ("suppressed", "no_consent")


def test_pressed_again_it_changes_nothing(client, sink):
    ann = make_contact(email="ann@example.org")
    ask(ann)
    link = link_of(post(sink))
    client.post(link)
    withdraw(ann)
    consent.withdraw(
        contact_id=ann, channel="email", purpose="marketing", source="a call", by=SYSTEM,
        now=clock.now(),
    )  # fmt: skip

    client.post(link)

    assert not may(ann)


@pytest.mark.usefixtures("sink")
def test_a_link_that_had_its_time_confirms_nothing(client, sink):
    ann = make_contact(email="ann@example.org")
    ask(ann)
    link = link_of(post(sink))
    Ask.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    assert "cannot be confirmed any more" in client.get(link).content.decode()
    assert client.post(link).status_code == 409
    assert not may(ann)


def test_a_link_that_was_changed_leads_nowhere(client, sink):
    ask(make_contact(email="ann@example.org"))
    link = link_of(post(sink))

    assert client.post(f"{link[:-3]}x/").status_code == 404
    assert not Consent.objects.exists()


@pytest.mark.usefixtures("sink")
def test_an_address_is_asked_three_times_a_day_at_most():
    ann = make_contact(email="ann@example.org")
    now = clock.now()
    for minutes in (0, 20, 40):
        ask(ann, now=now + timedelta(minutes=minutes))

    with pytest.raises(consent.AskedOften, match="3 times since yesterday"):
        ask(ann, now=now + timedelta(minutes=60))

    ask(ann, now=now + timedelta(days=1, minutes=61))
    assert Ask.objects.count() == 4


@pytest.mark.usefixtures("sink")
def test_pressed_twice_it_is_one_question_and_one_mail():
    ann = make_contact(email="ann@example.org")

    assert ask(ann) == ask(ann)

    assert Delivery.objects.count() == 1


@pytest.mark.usefixtures("sink")
@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"pairs": ()}, "Choose what"),
        ({"pairs": (("sms", "marketing"),)}, "cannot be confirmed by mail"),
        ({"pairs": (("email", "collect"),)}, "cannot be confirmed by mail"),
        ({"address": "ben@example.org"}, "not an address of theirs"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_words(how, sentence):
    ann = make_contact(email="ann@example.org")

    with pytest.raises(Refused, match=sentence):
        ask(ann, **how)

    assert not Ask.objects.exists()


@pytest.mark.usefixtures("sink")
def test_who_agreed_already_or_may_not_be_written_to_is_not_asked():
    ann, ben = make_contact(email="ann@example.org"), make_contact(email="ben@example.org")
    grant(ann)
    suppress("ben@example.org", reason="complained")

    with pytest.raises(Refused, match="agreed to this already"):
        ask(ann)
    with pytest.raises(Refused, match=r"Nothing is sent to ben@example\.org"):
        ask(ben)
    with pytest.raises(Refused, match="no e-mail address"):
        ask(make_contact(emails=("",)))


def test_who_had_left_comes_back_by_confirming(client, sink):
    ann = make_contact(email="ann@example.org")
    suppress("ann@example.org", reason="unsubscribed")
    ask(ann)

    client.post(link_of(post(sink)))

    assert may(ann)
    assert consent.suppressed("email", ("ann@example.org",)) == ()


def test_the_question_goes_along_when_two_become_one_and_comes_back(client, sink):
    ann = make_contact(email="ann@example.org")
    anna = make_contact(email="anna@example.org")
    ask(anna)
    link = link_of(post(sink))
    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=SYSTEM, now=clock.now())

    client.post(link)

    assert may(kept)


def test_an_address_that_is_gone_confirms_nothing(client, sink):
    ann = make_contact(email="ann@example.org")
    ask(ann)
    link = link_of(post(sink))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_identity WHERE contact_id = %s", [ann])

    answer = client.post(link)

    assert answer.status_code == 409
    assert "not on our list any more" in answer.content.decode()
    assert not may(ann)


def test_nobody_makes_a_campaign_of_a_letter():
    with pytest.raises(Refused, match="by the house alone"):
        make_mailing([], contents={"a": make_content()}, purpose="service")


def test_who_wishes_for_fewer_gets_the_next_offer_when_there_is_room(sink):
    ann = make_contact(email="ann@example.org")
    grant(ann)
    start = clock.now()
    consent.wish(contact_id=ann, most=1, source="preference page", now=start)

    def send(name, at):
        mailing_id = make_mailing([ann], name=name, now=at)
        messaging.start_mailing(mailing_id=mailing_id, by=SYSTEM, now=at)
        send_mailing(mailing_id=mailing_id, lane=0, clock=lambda: at, seconds=20)
        return Delivery.objects.get(mailing_id=mailing_id)

    assert send("first", start).state == "sent"
    second = send("second", start + timedelta(days=1))
    assert (second.state, second.reason) == ("deferred", "as_wished")
    assert second.due_at == start + timedelta(days=7)
    ask(ann, pairs=(("email", "personalise"),), now=start + timedelta(days=1))
    assert post(sink)["Subject"].startswith("Please confirm")

    later = second.due_at + timedelta(seconds=1)
    send_mailing(mailing_id=second.mailing_id, lane=0, clock=lambda: later, seconds=20)
    second.refresh_from_db()
    assert second.state == "sent"

    consent.wish(contact_id=ann, most=None, source="preference page", now=later)
    assert send("third", later).state == "sent"


def test_who_left_the_mails_stays_away_when_they_confirm_something_else(client, sink):
    ann = make_contact(email="ann@example.org")
    suppress("ann@example.org", reason="unsubscribed")
    ask(ann, pairs=(("data", "training"),))

    client.post(link_of(post(sink)))

    assert may(ann, ("data", "training"))
    assert len(consent.suppressed("email", ("ann@example.org",))) == 1


@pytest.mark.usefixtures("sink")
def test_whose_data_are_not_used_is_not_asked():
    ann = make_contact(email="ann@example.org")
    consent.restrict(contact_id=ann, reason="", by=SYSTEM, now=clock.now())

    with pytest.raises(Refused, match="not asked for anything"):
        ask(ann)


def test_an_unknown_language_of_a_cookie_changes_nothing(client, sink):
    ask(make_contact(email="ann@example.org", language="en"), language="id")
    link = link_of(post(sink))
    assert "Ya, saya" in client.get(link).content.decode()

    client.cookies["relasi_language"] = "xx"

    assert "Ya, saya" in client.get(link).content.decode()
