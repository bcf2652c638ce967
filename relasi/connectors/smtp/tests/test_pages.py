"""The mail server's page and the Outbox, through HTTP."""

import pytest

from relasi.accounts import testing as accounts
from relasi.accounts.models import AuditEntry
from relasi.accounts.public import SYSTEM
from relasi.connectors.smtp import public as smtp
from relasi.connectors.smtp.models import CaughtMail, MailServer
from relasi.connectors.smtp.queries import server_in_use
from relasi.connectors.smtp.testing import running_sink, use_sink
from relasi.consent import testing as consent
from relasi.contacts.testing import make_contact
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.messaging import public as messaging
from relasi.messaging.actions.sending import send_mailing
from relasi.messaging.testing import make_mailing

pytestmark = pytest.mark.django_db

PAGE = "/settings/mail-server/"
GOOD = {
    "_method": "patch",
    "name": "Ours",
    "host": "mail.kopi.example",
    "port": "587",
    "security": "starttls",
    "username": "relasi",
    "password": "rahasia-123",
    "connections": "4",
}
MAIL = (
    b"Subject: Hi\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain\r\n\r\nPlain <words>\r\n"
    b"--b\r\nContent-Type: text/html\r\n\r\n<html><head></head><body>"
    b"<script>alert(1)</script><a href='http://localhost:8000/c/x'>Go</a></body></html>\r\n--b--\r\n"
)


@pytest.fixture
def owner(client):
    accounts.sign_in(client, accounts.alice())
    return client


def caught():
    return CaughtMail.objects.create(
        message_id="1@x",
        sender="halo@kopi.example",
        recipient="ann@example.org",
        subject="Hi",
        source=MAIL,
        caught_at=clock.now(),
    ).pk


def test_from_saving_a_server_to_confirming_it_mails_wait_and_the_sink_takes_none(owner):
    with running_sink() as sink:
        use_sink(sink)
        assert smtp.sink_in_use()
        assert server_in_use().host == "127.0.0.1"

        assert owner.post(PAGE, GOOD).status_code == 302
        assert not smtp.sink_in_use()
        with pytest.raises(Refused, match=r"mail\.kopi\.example is not confirmed, so mails wait"):
            server_in_use()
        assert "Mails wait" in owner.get(PAGE).content.decode()

        owner.post(f"{PAGE}confirmation/")
    assert server_in_use().host == "mail.kopi.example"
    assert AuditEntry.objects.filter(action="mail server confirmed").count() == 1


def test_a_change_takes_the_confirmation_back(owner):
    owner.post(PAGE, GOOD)
    owner.post(f"{PAGE}confirmation/")
    owner.post(PAGE, {**GOOD, "host": "other.kopi.example", "password": ""})

    with pytest.raises(Refused, match=r"other\.kopi\.example is not confirmed"):
        server_in_use()


def test_a_change_of_the_server_in_the_middle_makes_a_mailing_wait_and_loses_nobody(owner):
    people = [make_contact() for _ in range(3)]
    for contact_id in people:
        consent.grant(contact_id)
    accounts.make_organisation(name="Kopi", postal_address="Bandung")
    local = {**GOOD, "host": "localhost", "security": "none", "username": "", "password": ""}
    with running_sink() as outbox, running_sink() as server:
        use_sink(outbox)
        owner.post(PAGE, {**local, "port": str(server.port)})
        owner.post(f"{PAGE}confirmation/")
        mailing = make_mailing(people)
        messaging.start_mailing(mailing_id=mailing, by=SYSTEM, now=clock.now())
        owner.post(PAGE, {**local, "port": str(server.port), "connections": "2"})

        send_mailing(mailing_id=mailing, lane=0, clock=clock.now, seconds=20)
        assert (outbox.received, server.received) == ([], [])
        assert messaging.counts(mailing)["queued"] == 3
        assert "is not confirmed" in messaging.mailing_card(mailing).state_reason
        refused = owner.post(PAGE, {"_method": "delete"})
        assert refused.status_code == 422
        assert "Pause or stop it first" in refused.content.decode()

        owner.post(f"{PAGE}confirmation/")
        send_mailing(mailing_id=mailing, lane=0, clock=clock.now, seconds=20)
    assert (len(outbox.received), len(server.received)) == (0, 3)
    assert messaging.counts(mailing)["sent"] == 3


def test_the_password_is_sealed_kept_when_left_empty_and_never_shown(owner):
    owner.post(PAGE, GOOD)
    row = MailServer.objects.get(is_sink=False)
    assert "rahasia" not in row.password_sealed
    owner.post(PAGE, {**GOOD, "password": "", "port": "465", "security": "tls"})
    owner.post(f"{PAGE}confirmation/")

    assert server_in_use().password == "rahasia-123"
    assert b"rahasia" not in owner.get(PAGE).content


def test_another_secret_cannot_open_the_password(owner, settings):
    owner.post(PAGE, GOOD)
    owner.post(f"{PAGE}confirmation/")
    settings.SECRET_KEY = "another"

    with pytest.raises(Refused, match="Type it in again"):
        server_in_use()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("security", "none", "Without TLS"),
        ("port", "0", "from 1 to 65535"),
        ("port", "many", "whole number"),
        ("host", "http://mail", "name alone"),
        ("host", "", "required"),
        ("connections", "500", "from 1 to 20"),
        ("security", "magic", "Choose one of the values offered for"),
    ],
)
def test_a_bad_setting_is_told_beside_its_field_and_nothing_is_saved(owner, field, value, words):
    answer = owner.post(PAGE, {**GOOD, field: value})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "mail.kopi.example" in answer.content.decode() or field == "host"
    assert not MailServer.objects.exists()


def test_trying_says_what_is_wrong_and_sends_nothing(owner):
    with running_sink() as sink:
        local = {**GOOD, "host": "localhost", "security": "none", "username": "", "password": ""}
        owner.post(PAGE, {**local, "port": str(sink.port)})
        good = owner.post(f"{PAGE}attempt/")
        assert "let us in" in good.content.decode()
        assert sink.received == []
    bad = owner.post(f"{PAGE}attempt/")
    assert bad.status_code == 422
    assert "did not let us in" in bad.content.decode()


def test_removing_the_server_keeps_mails_here(owner):
    owner.post(PAGE, GOOD)
    owner.post(f"{PAGE}confirmation/")
    owner.post(PAGE, {"_method": "delete"})

    assert smtp.sink_in_use()
    assert not MailServer.objects.filter(is_sink=False).exists()


def test_a_marketer_changes_no_server(client):
    accounts.sign_in(client, accounts.bob())
    assert client.post(PAGE, GOOD).status_code == 403
    assert client.post(f"{PAGE}confirmation/").status_code == 403
    assert not MailServer.objects.exists()


def test_the_outbox_lists_mails_and_shows_each_in_a_frame_that_runs_nothing(owner):
    mail_id = caught()

    listed = owner.get("/outbox/")
    shown = owner.get(f"/outbox/{mail_id}/")
    frame = owner.get(f"/outbox/{mail_id}/frame/")

    assert "ann@example.org" in listed.content.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown.content.decode()
    policy = frame["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in frame.content.decode()


def test_text_and_source_are_shown_as_text(owner):
    mail_id = caught()

    assert "Plain &lt;words&gt;" in owner.get(f"/outbox/{mail_id}/?part=text").content.decode()
    source = owner.get(f"/outbox/{mail_id}/?part=source").content.decode()
    assert "&lt;script&gt;" in source
    assert "<script>alert" not in source


def test_the_outbox_is_searched_and_emptied(owner):
    caught()
    assert "ann@example.org" in owner.get("/outbox/?q=ann").content.decode()
    assert "ann@example.org" not in owner.get("/outbox/?q=zoe").content.decode()

    assert "1 mail" in owner.get("/outbox/emptying/").content.decode()
    owner.post("/outbox/emptying/")
    assert not CaughtMail.objects.exists()
    assert owner.get("/outbox/9/").status_code == 404
