"""A mailing from start to end, through a real SMTP server on loopback."""

import email
import email.policy
from datetime import timedelta

import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.public import SYSTEM
from relasi.connectors.smtp.testing import running_sink, use_sink
from relasi.consent import testing as consent
from relasi.contacts.models import Contact
from relasi.contacts.testing import make_contact
from relasi.kernel import bus, clock
from relasi.kernel.errors import NotAllowed, Refused
from relasi.messaging import public as messaging
from relasi.messaging.actions import sending
from relasi.messaging.actions.sending import look_after_mailings, send_mailing
from relasi.messaging.events import MailingFinished
from relasi.messaging.models import Delivery, Mailing
from relasi.messaging.sending.shift import send_shift
from relasi.messaging.testing import make_content, make_mailing
from relasi.timeline import public as timeline

pytestmark = pytest.mark.django_db

NOW = clock.now()


@pytest.fixture
def sink():
    accounts.make_organisation(name="Kopi Lereng", postal_address="Jl. Bukit Pakar 18, Bandung")
    with running_sink() as running:
        use_sink(running)
        yield running


def people(number, **fields):
    ids = [make_contact(**fields) for _ in range(number)]
    for contact_id in ids:
        consent.grant(contact_id)
    return ids


def start(mailing_id):
    messaging.start_mailing(mailing_id=mailing_id, by=SYSTEM, now=NOW)


def work(mailing_id, *, at=None):
    send_mailing(mailing_id=mailing_id, lane=0, clock=lambda: at or clock.now(), seconds=20)


def part(mail, kind):
    found = mail.get_body((kind,))
    assert found
    return found.get_content()


def states(mailing_id):
    return {state: n for state, n in messaging.counts(mailing_id).items() if n}


def jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="messaging.send_mailing")


def test_everyone_who_may_be_written_to_gets_one_mail_and_the_mailing_is_done(sink):
    ids, silent = people(25), make_contact()
    finished: list[MailingFinished] = []
    bus.listen(MailingFinished, finished.append)
    mailing_id = make_mailing([*ids, silent], now=NOW)

    start(mailing_id)
    work(mailing_id)

    assert states(mailing_id) == {"sent": 25, "suppressed": 1}
    assert len(sink.received) == len({m.recipients for m in sink.received}) == 25
    assert messaging.mailing_card(mailing_id).state == "done"
    assert finished[-1] == MailingFinished(mailing_id)


def test_the_mail_is_as_the_standards_want_it(sink):
    (ann,) = people(1)
    Contact.objects.update(given_name="Zoë\r\nBcc: x@evil.example")
    content = make_content("Hello {{ contact.given_name }}", "A [link](https://kopi.example/a?b=1)")
    mailing_id = make_mailing([ann], contents={"a": content}, sender_name="Kopi Lëreng", now=NOW)

    start(mailing_id)
    work(mailing_id)

    (received,) = sink.received
    mail = email.message_from_bytes(received.data, policy=email.policy.default)
    delivery = Delivery.objects.get()
    assert mail["Subject"] == "Hello Zoë Bcc: x@evil.example"
    assert mail["Bcc"] is None
    assert mail["From"] == "Kopi Lëreng <halo@kopilereng.example>"
    assert mail["Message-ID"] == f"<{delivery.message_id}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http://localhost:8000/u/")
    assert mail["Feedback-ID"] == f"m{mailing_id}:c0:marketing:relasi"
    assert all(len(mail.get_all(name, [])) == 1 for name in set(mail.keys()))
    html, text = part(mail, "html"), part(mail, "plain")
    assert "Jl. Bukit Pakar 18, Bandung" in html
    assert "Jl. Bukit Pakar 18, Bandung" in text
    assert "https://kopi.example/a?b=1" in text
    assert "https://kopi.example" not in html
    assert "http://localhost:8000/c/" in html
    assert "http://localhost:8000/o/" in html
    assert max(map(len, received.data.split(b"\r\n"))) <= 998
    assert b"\n" not in received.data.replace(b"\r\n", b"")
    assert received.data.replace(b"\r\n", b"").isascii()


def test_a_reply_of_later_puts_off_and_is_tried_again_after_a_minute(sink):
    mailing_id = make_mailing(people(1), now=NOW)
    start(mailing_id)
    sink.replies.append("451 4.3.0 Later")

    work(mailing_id, at=NOW)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason, delivery.attempts) == ("deferred", "system", 1)
    assert delivery.due_at == NOW + timedelta(minutes=1)
    work(mailing_id, at=NOW)
    assert sink.received == []
    work(mailing_id, at=NOW + timedelta(minutes=1))

    assert states(mailing_id) == {"sent": 1}
    assert len(sink.received) == 1


def test_after_eight_attempts_we_give_up(sink):
    mailing_id = make_mailing(people(1), now=NOW)
    start(mailing_id)
    sink.replies += ["451 Later"] * 8

    for day in range(9):
        work(mailing_id, at=NOW + timedelta(days=day))

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason, delivery.attempts) == ("failed", "gave_up", 8)
    assert messaging.mailing_card(mailing_id).state == "done"


def test_a_refused_address_fails_with_a_word_and_what_the_server_said(sink):
    mailing_id = make_mailing(people(1), now=NOW)
    start(mailing_id)
    sink.replies.append("550 5.1.1 Nobody here")

    work(mailing_id)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason) == ("failed", "bad_address")
    assert "Nobody here" in delivery.detail


def test_a_server_that_is_away_leaves_everyone_waiting_and_says_so():
    accounts.make_organisation(name="Kopi", postal_address="Bandung")
    with running_sink() as gone:
        use_sink(gone)
    mailing_id = make_mailing(people(12), now=NOW)
    start(mailing_id)

    work(mailing_id)

    assert states(mailing_id) == {"queued": 12}
    assert Delivery.objects.filter(attempts__gt=0).count() == 0
    assert "127.0.0.1" in messaging.mailing_card(mailing_id).state_reason


@pytest.mark.usefixtures("sink")
def test_a_mail_that_cannot_be_made_fails_and_names_the_block():
    with_name, without = people(1, name="Ann", given_name="Ann"), people(1, name="")
    content = make_content("News", "Dear {{ contact.given_name }}")
    mailing_id = make_mailing([*with_name, *without], contents={"a": content}, now=NOW)
    start(mailing_id)

    work(mailing_id)

    assert states(mailing_id) == {"sent": 1, "failed": 1}
    failed = Delivery.objects.get(state="failed")
    assert failed.contact_id == without[0]
    assert failed.reason == "template"
    assert "Block 1 (Text)" in failed.detail
    assert "given_name" in failed.detail


def test_pausing_stops_and_resuming_goes_on_with_the_rest(sink):
    mailing_id = make_mailing(people(6), now=NOW)
    start(mailing_id)
    messaging.pause_mailing(mailing_id=mailing_id, by=SYSTEM, now=NOW)
    work(mailing_id)
    assert states(mailing_id) == {"queued": 6}

    messaging.resume_mailing(mailing_id=mailing_id, by=SYSTEM, now=NOW)
    work(mailing_id)

    assert states(mailing_id) == {"sent": 6}
    assert len(sink.received) == 6


def test_cancelling_is_for_good_and_says_how_many_will_not_get_it(sink):
    mailing_id = make_mailing(people(4), now=NOW)
    start(mailing_id)

    assert messaging.cancel_mailing(mailing_id=mailing_id, by=SYSTEM, now=NOW) == 4
    work(mailing_id)

    assert states(mailing_id) == {"cancelled": 4}
    assert sink.received == []
    with pytest.raises(Refused, match="April news"):
        messaging.resume_mailing(mailing_id=mailing_id, by=SYSTEM, now=NOW)


def test_a_message_put_off_while_somebody_stops_the_mailing_waits_no_more(sink):
    mailing_id = make_mailing(people(2), now=NOW)
    start(mailing_id)
    sink.replies.append("451 4.3.0 Later")
    work(mailing_id, at=NOW)
    late = Delivery.objects.get(state="deferred").pk
    Delivery.objects.filter(pk=late).update(state="sending")
    messaging.cancel_mailing(mailing_id=mailing_id, by=SYSTEM, now=NOW)
    Delivery.objects.filter(pk=late).update(state="deferred")

    look_after_mailings(clock=clock.now)

    assert states(mailing_id) == {"sent": 1, "cancelled": 1}


@pytest.mark.usefixtures("sink")
def test_what_a_killed_worker_sent_is_told_though_the_mailing_was_stopped_meanwhile(monkeypatch):
    (ann,) = people(1)
    mailing_id = make_mailing([ann], now=NOW)
    start(mailing_id)
    monkeypatch.setattr(sending, "tell_sent", _killed)
    with pytest.raises(KeyboardInterrupt):
        work(mailing_id)
    monkeypatch.undo()
    messaging.cancel_mailing(mailing_id=mailing_id, by=SYSTEM, now=NOW)

    work(mailing_id)

    assert [e.name for e in timeline.page_of(ann)].count("email sent") == 1


def _killed(*_args, **_named):
    raise KeyboardInterrupt


class Broken:
    """A transport with a fault nobody foresaw."""

    connections = 2
    usable = True

    def __init__(self, *, connects):
        self.connects = connects

    def ready(self): ...

    def connect(self):
        if not self.connects:
            raise UnicodeError("label too long")
        return self

    def send(self, _envelope):
        raise RuntimeError("half way")

    def close(self): ...


@pytest.mark.parametrize(("connects", "ended"), [(False, {"queued": 3}), (True, {"in_doubt": 3})])
def test_a_fault_nobody_foresaw_stops_no_worker(connects, ended):
    mailing_id = make_mailing(people(3), now=NOW)
    Mailing.objects.update(state="sending")

    send_shift(mailing_id, transport=Broken(connects=connects), clock=clock.now, seconds=5)

    assert states(mailing_id) == ended


@pytest.mark.usefixtures("sink")
def test_nothing_starts_without_a_postal_address():
    accounts.make_organisation(postal_address=" ")
    mailing_id = make_mailing(people(1), now=NOW)

    with pytest.raises(Refused, match="postal address"):
        start(mailing_id)

    assert messaging.mailing_card(mailing_id).state == "preparing"
    assert not jobs().exists()


def test_nothing_starts_without_a_server():
    accounts.make_organisation(name="Kopi", postal_address="Bandung")
    mailing_id = make_mailing(people(1), now=NOW)

    with pytest.raises(Refused, match="mail server"):
        start(mailing_id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sender_name", "Kopi\r\nBcc: all@example.org"),
        ("sender_name", ""),
        ("sender_address", "halo@kopi.example>\r\nBcc: x"),
        ("sender_address", "nobody"),
        ("reply_to", "a b@c.example"),
    ],
)
def test_a_header_that_would_break_is_refused_with_its_field(field, value):
    with pytest.raises(Refused) as refusal:
        make_mailing(**{field: value})

    assert refusal.value.field == field
    assert not Mailing.objects.exists()


@pytest.mark.usefixtures("sink")
def test_a_viewer_sends_nothing():
    mailing_id = make_mailing(people(1), now=NOW)
    viewer = accounts.actor("viewer")

    for verb in (messaging.start_mailing, messaging.cancel_mailing, messaging.pause_mailing):
        with pytest.raises(NotAllowed):
            verb(mailing_id=mailing_id, by=viewer, now=NOW)

    assert messaging.mailing_card(mailing_id).state == "preparing"


@pytest.mark.usefixtures("sink")
def test_starting_enqueues_one_job_a_lane_and_looking_after_adds_none():
    mailing_id = make_mailing(people(1), now=NOW)
    start(mailing_id)
    assert jobs().count() == 1

    look_after_mailings(clock=clock.now)
    assert jobs().count() == 1
    jobs().delete()
    look_after_mailings(clock=clock.now)
    assert jobs().count() == 1
    assert jobs().get().args == {"mailing_id": mailing_id, "lane": 0}


@pytest.mark.usefixtures("sink")
def test_what_was_sent_stands_once_on_the_timeline():
    (ann,) = people(1)
    mailing_id = make_mailing([ann], now=NOW, campaign_id=7)
    start(mailing_id)
    work(mailing_id)

    events = timeline.page_of(ann)
    sent = [e for e in getattr(events, "events", events) if e.name == "email sent"]
    assert [(e.channel, e.campaign_id) for e in sent] == [("mail", 7)]
    assert sent[0].properties["title"] == "April news"


def test_an_international_address_goes_out_as_the_wire_wants_it(sink):
    ids = people(1, email="rené@münchen.example") + people(1, email="a@bücher.example")
    mailing_id = make_mailing(ids, now=NOW)
    start(mailing_id)
    work(mailing_id)

    assert {m.recipients[0] for m in sink.received} == {
        "rené@xn--mnchen-3ya.example",
        "a@xn--bcher-kva.example",
    }
