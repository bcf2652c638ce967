"""Our client against a server that others wrote (aiosmtpd), over loopback."""

import gc
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from relasi.connectors.smtp.client import Server, SmtpConnection
from relasi.messaging.public import Envelope, NoConnection

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:aiosmtpd", "ignore:Requiring AUTH")

BODY = b"Subject: Hi\r\n\r\nFirst\r\n.a dot in front\r\nLast\r\n"


class Keeper:
    """Keeps mails; `on_rcpt` and `on_data` are replies to give instead."""

    def __init__(self):
        self.mails, self.on_rcpt, self.on_data = [], {}, None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.on_rcpt:
            return self.on_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.on_data:
            return self.on_data
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, bytes(envelope.content)))
        return "250 OK"


def envelope(recipient="ann@example.org", data=BODY):
    return Envelope("halo@kopi.example", recipient, data, "1.2@kopi.example")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def keeper():
    return Keeper()


@pytest.fixture
def start(keeper):
    controllers = []

    def begin(**options):
        controller = Controller(keeper, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        controllers.append(controller)
        return controller.port

    yield begin
    for controller in controllers:
        controller.stop()
    gc.collect()  # aiosmtpd leaves connections of failed handshakes open


@pytest.fixture
def certificate(tmp_path):
    """A self-made certificate for localhost: (server context, file to trust)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = tmp_path / "cert.pem", tmp_path / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, private)
    return context, chain


def test_a_mail_arrives_as_it_was_written(start, keeper):
    line = SmtpConnection(Server("127.0.0.1", start(), "none"))

    outcomes = [line.send(envelope()), line.send(envelope("bob@example.org"))]
    line.close()

    assert [o.state for o in outcomes] == ["sent", "sent"]
    assert keeper.mails == [
        ("halo@kopi.example", ["ann@example.org"], BODY),
        ("halo@kopi.example", ["bob@example.org"], BODY),
    ]


@pytest.mark.parametrize(
    ("reply", "state", "reason"),
    [
        ("550 5.1.1 No such user", "failed", "bad_address"),
        ("550 No such user", "failed", "bad_address"),
        ("552 5.2.2 Full", "failed", "mailbox_full"),
        ("554 5.7.1 Spam", "failed", "policy"),
        ("450 4.2.1 Later", "deferred", "mailbox"),
        ("451 Greylisted", "deferred", "try_later"),
        ("454 4.7.0 Throttled", "deferred", "policy"),
        ("452 4.2.2 Full for now", "deferred", "mailbox_full"),
    ],
)
def test_a_refused_recipient_has_one_state_and_one_word_and_the_next_mail_goes(
    start, keeper, reply, state, reason
):
    keeper.on_rcpt["gone@example.org"] = reply
    line = SmtpConnection(Server("127.0.0.1", start(), "none"))

    refused, taken = line.send(envelope("gone@example.org")), line.send(envelope())
    line.close()

    assert (refused.state, refused.reason) == (state, reason)
    assert reply.split()[0] in refused.detail
    assert taken.state == "sent"
    assert len(keeper.mails) == 1


def test_a_mail_refused_after_its_content_is_not_sent(start, keeper):
    keeper.on_data = "554 5.6.0 We do not like it"
    line = SmtpConnection(Server("127.0.0.1", start(), "none"))

    outcome = line.send(envelope())
    line.close()

    assert (outcome.state, outcome.reason) == ("failed", "content")
    assert keeper.mails == []


def test_a_server_without_pipelining_is_served_step_by_step(start):
    line = SmtpConnection(Server("127.0.0.1", start(), "none"))
    assert "PIPELINING" not in line.extensions  # aiosmtpd does not offer it

    assert line.send(envelope()).state == "sent"
    line.close()


def test_starttls_checks_the_certificate(start, certificate, monkeypatch):
    context, chain = certificate
    port = start(tls_context=context, require_starttls=True)
    server = Server("localhost", port, "starttls")

    with pytest.raises(NoConnection, match="certificate"):
        SmtpConnection(server)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    line = SmtpConnection(server)
    assert line.send(envelope()).state == "sent"
    line.close()


def test_starttls_is_not_given_up_when_the_server_does_not_offer_it(start):
    with pytest.raises(NoConnection, match="STARTTLS"):
        SmtpConnection(Server("127.0.0.1", start(), "starttls"))


def test_tls_from_the_start(start, certificate, monkeypatch):
    context, chain = certificate
    port = start(ssl_context=context)

    with pytest.raises(NoConnection, match="certificate"):
        SmtpConnection(Server("localhost", port, "tls"))
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    line = SmtpConnection(Server("localhost", port, "tls"))
    assert line.send(envelope()).state == "sent"
    line.close()


def authenticator(_server, _session, _envelope, _mechanism, data):
    good = (data.login, data.password) == (b"relasi", "rahasia é".encode())
    return AuthResult(success=good, handled=False)


@pytest.mark.parametrize("excluded", [[], ["PLAIN"]])
def test_signing_in(start, excluded):
    port = start(
        authenticator=authenticator,
        auth_required=True,
        auth_require_tls=False,
        auth_exclude_mechanism=excluded,
    )
    line = SmtpConnection(Server("127.0.0.1", port, "none", "relasi", "rahasia é"))

    assert line.send(envelope()).state == "sent"
    line.close()
    with pytest.raises(NoConnection, match="535"):
        SmtpConnection(Server("127.0.0.1", port, "none", "relasi", "wrong"))


def test_a_server_that_wants_a_sign_in_refuses_us_and_not_the_person(start):
    port = start(authenticator=authenticator, auth_required=True, auth_require_tls=False)
    line = SmtpConnection(Server("127.0.0.1", port, "none"))

    outcome = line.send(envelope())
    line.close()

    assert (outcome.state, outcome.reason) == ("deferred", "no_connection")


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(start, keeper):
    name = "édouard@example.org"
    plain = SmtpConnection(Server("127.0.0.1", start(enable_SMTPUTF8=False), "none"))
    outcome = plain.send(envelope(name))
    plain.close()
    assert (outcome.state, outcome.reason) == ("failed", "no_smtputf8")
    assert keeper.mails == []

    modern = SmtpConnection(Server("127.0.0.1", start(enable_SMTPUTF8=True), "none"))
    assert modern.send(envelope(name)).state == "sent"
    modern.close()
    assert keeper.mails[0][1] == [name]


def test_a_mail_larger_than_the_server_takes_fails_at_once(start):
    line = SmtpConnection(Server("127.0.0.1", start(data_size_limit=1000), "none"))

    outcome = line.send(envelope(data=b"Subject: x\r\n\r\n" + b"x" * 2000 + b"\r\n"))
    line.close()

    assert (outcome.state, outcome.reason) == ("failed", "too_large")


def test_nobody_listening_is_said_with_host_and_port():
    with pytest.raises(NoConnection, match=r"127\.0\.0\.1:9"):
        SmtpConnection(Server("127.0.0.1", 9, "none"))


def test_reply_421_closes_the_connection(start, keeper):
    keeper.on_rcpt["ann@example.org"] = "421 4.3.2 Going down"
    line = SmtpConnection(Server("127.0.0.1", start(), "none"))

    outcome = line.send(envelope())

    assert (outcome.state, outcome.reason) == ("deferred", "busy")
    assert not line.usable


@pytest.mark.parametrize("host", ["a" * 64 + ".example", ".example", "kopi..example"])
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_name_that_no_host_can_have_is_no_connection(host, security):
    with pytest.raises(NoConnection):
        SmtpConnection(Server(host, 25, security))


def test_digits_of_another_script_are_no_reply():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talk = threading.Thread(target=_greets_with, args=(listening, "²²⁰ hello\r\n"))
        talk.start()
        with pytest.raises(NoConnection, match="does not speak SMTP"):
            SmtpConnection(Server("127.0.0.1", listening.getsockname()[1], "none"))
        talk.join(5)


def _greets_with(listening, words):
    line, _address = listening.accept()
    with line:
        line.sendall(words.encode())
        line.recv(100)
