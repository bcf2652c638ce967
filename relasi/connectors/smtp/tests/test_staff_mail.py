"""Invitations and new passwords leave like every other mail, and only owners read them here."""

import email
import email.policy
import re

import pytest

from relasi.accounts import testing as accounts
from relasi.connectors.smtp.models import CaughtMail, MailServer
from relasi.connectors.smtp.sink.session import Received
from relasi.connectors.smtp.sink.storing import rows
from relasi.connectors.smtp.testing import running_sink, use_sink
from relasi.kernel import clock

pytestmark = pytest.mark.django_db

INVITED = {"email": "dewi@kopi.example", "role": "marketer"}


@pytest.fixture
def owner(client, settings):
    settings.EMAIL_BACKEND = "relasi.accounts.signing_in.postman.Postman"
    accounts.make_organisation(name="Kopi Lereng")
    accounts.sign_in(client, accounts.alice())
    return client


def read(received):
    return email.message_from_bytes(received.data, policy=email.policy.default)


def keep(received):
    """What the sink's process does with a mail."""
    names = ("message_id", "sender", "recipient", "subject", "source", "for_staff", "caught_at")
    (row,) = rows(received, clock.now())
    return CaughtMail.objects.create(**dict(zip(names, row, strict=True)))


def test_an_invitation_reaches_the_outbox_and_its_link_opens_a_seat(owner):
    with running_sink() as sink:
        use_sink(sink)
        page = owner.post("/settings/staff/", INVITED)

    (received,) = sink.received
    mail = read(received)
    assert "is on its way to dewi@kopi.example" in page.content.decode()
    assert mail["From"] == "Kopi Lereng <relasi@localhost>"
    assert mail["To"] == "dewi@kopi.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    (link,) = re.findall(r"http://testserver(\S+)", mail.get_content())
    assert owner.get(link).status_code == 200
    caught = keep(received)
    assert "dewi@kopi.example" in owner.get("/outbox/").content.decode()
    assert link in owner.get(f"/outbox/{caught.pk}/?part=text").content.decode()


def test_nobody_but_an_owner_reads_mails_to_colleagues(owner, client):
    with running_sink() as sink:
        use_sink(sink)
        owner.post("/account/password/reset/", {"email": "alice@shop.example"})
    caught = [keep(received) for received in sink.received]
    assert "alice@shop.example" in owner.get("/outbox/").content.decode()

    for role in ("admin", "marketer", "analyst", "service"):
        accounts.sign_in(client, accounts.make_staff(role))
        assert "alice@shop.example" not in client.get("/outbox/").content.decode()
        for mail in caught:
            for part in ("", "frame/", "?part=source", "?part=text"):
                assert client.get(f"/outbox/{mail.pk}/{part}").status_code == 404


def test_a_campaign_mail_cannot_pass_for_one_to_colleagues():
    body = b"Subject: Hi\r\n\r\nX-Relasi-Staff-Mail: yes\r\n"

    assert not keep(Received("halo@kopi.example", ("ann@example.org",), body)).for_staff


def test_when_the_server_takes_nothing_the_link_is_there_to_be_handed_over(owner):
    with running_sink() as sink:
        use_sink(sink)
        sink.replies.append("550 5.7.1 Not from you")
        page = owner.post("/settings/staff/", INVITED)

    assert page.status_code == 200
    assert "No mail could be sent" in page.content.decode()
    assert sink.received == []


def test_a_server_that_is_not_confirmed_carries_no_mail_to_colleagues(owner):
    with running_sink() as sink:
        use_sink(sink)
        MailServer.objects.create(
            host="mail.kopi.example", security="tls", created_at=clock.now(), port=465
        )
        page = owner.post("/settings/staff/", INVITED)

    assert "No mail could be sent" in page.content.decode()
    assert sink.received == []


def test_the_sender_of_such_mails_is_chosen_in_the_settings(owner):
    page = "/settings/mail-server/"
    form = {
        "_method": "patch",
        "name": "Ours",
        "host": "localhost",
        "security": "none",
        "connections": "1",
        "staff_sender": "seats@kopi.example",
    }
    with running_sink() as sink:
        owner.post(page, {**form, "port": str(sink.port)})
        owner.post(f"{page}confirmation/")
        owner.post("/settings/staff/", INVITED)

    (received,) = sink.received
    assert received.sender == "seats@kopi.example"
