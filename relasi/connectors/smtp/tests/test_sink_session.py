"""Our sink against a client that others wrote (smtplib), and against a rude one."""

import smtplib
import socket

from relasi.connectors.smtp.client import Server, SmtpConnection
from relasi.connectors.smtp.testing import running_sink
from relasi.messaging.public import Envelope

BODY = b"Subject: Hi\r\n\r\nFirst\r\n.a dot\r\n..two\r\n\r\nLast\r\n"


def talk(port, *chunks):
    """Send chunks as they are; all replies until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        for chunk in chunks:
            line.sendall(chunk)
        received = b""
        while more := line.recv(65536):
            received += more
    return received.decode()


def test_smtplib_hands_over_mails_with_dots_as_they_are():
    with running_sink() as sink, smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.sendmail("a@kopi.example", ["ann@example.org", "bob@example.org"], BODY)
        client.sendmail("a@kopi.example", ["cia@example.org"], b".\r\n")

    assert [m.recipients for m in sink.received] == [
        ("ann@example.org", "bob@example.org"),
        ("cia@example.org",),
    ]
    assert sink.received[0].data == BODY
    assert sink.received[1].data == b".\r\n"


def test_our_client_pipelines_to_our_sink():
    with running_sink() as sink:
        line = SmtpConnection(Server("127.0.0.1", sink.port, "none"))
        assert "PIPELINING" in line.extensions
        outcomes = [
            line.send(Envelope("a@kopi.example", f"p{n}@example.org", BODY, "1@kopi.example"))
            for n in range(3)
        ]
        line.close()

    assert {o.state for o in outcomes} == {"sent"}
    assert [m.data for m in sink.received] == [BODY] * 3


def test_a_bare_line_feed_never_ends_a_message():
    smuggled = b"one\n.\nMAIL FROM:<x@y.example>\r\n.\rtwo\r\n"
    with running_sink() as sink:
        talk(
            sink.port,
            b"EHLO x\r\nMAIL FROM:<a@kopi.example>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n",
            smuggled + b".\r\nQUIT\r\n",
        )

    (message,) = sink.received
    assert message.data == smuggled.replace(b"\r\n.", b"\r\n")


def test_commands_out_of_order_are_refused_and_nothing_is_kept():
    with running_sink() as sink:
        replies = talk(
            sink.port,
            b"DATA\r\nRCPT TO:<ann@example.org>\r\nMAIL FROM:nobody\r\nGET / HTTP/1.1\r\n"
            b"__CLASS__\r\nQUIT\r\n",
        )

    codes = [line[:3] for line in replies.splitlines()]
    assert codes == ["220", "503", "503", "501", "502", "502", "221"]
    assert sink.received == []


def test_a_message_that_is_cut_off_is_not_kept():
    with running_sink() as sink:
        with socket.create_connection(("127.0.0.1", sink.port), timeout=5) as line:
            line.sendall(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n")
            line.sendall(b"Subject: half\r\n\r\nno end\r\n")
            line.shutdown(socket.SHUT_WR)
            while line.recv(65536):
                pass
        assert sink.received == []
