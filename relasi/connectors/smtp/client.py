"""One SMTP connection: STARTTLS or TLS with certificate checks, AUTH, pipelining (RFC 2920).

smtplib waits for each reply in turn; here MAIL, RCPT and DATA go out together.
"""

import base64
import contextlib
import re
import socket
import ssl
from dataclasses import dataclass

from relasi.messaging.public import Envelope, NoConnection, Outcome

from .rules import CLOSING, Reply, outcome

CONNECT_SECONDS = 10
REPLY_SECONDS = 30
LONGEST_REPLY = 64_000
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
CODE = re.compile(r"[0-9]{3}(?![0-9])")
GO_AHEAD = 354


@dataclass(frozen=True, slots=True)
class Server:
    """Where to, how, and as whom. `password` is open only in memory."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""
    connections: int = 4


class Lost(Exception):
    """The line broke or stayed silent."""


class SmtpConnection:
    """Usable until the server closes it; `send` never raises for what the server does."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.usable = True
        self.extensions: dict[str, str] = {}
        self._buffer = b""
        self._socket = self._connect()
        try:
            self._greet()
        except (Lost, OSError, ValueError, NoConnection) as error:
            self._drop()
            raise NoConnection(f"{server.host}:{server.port}: {error}") from error

    def send(self, envelope: Envelope) -> Outcome:
        refusal = self._beyond(envelope)
        if refusal:
            return refusal
        try:
            return self._send(envelope)
        except (Lost, OSError) as error:
            # The final dot was not sent yet: the server cannot have taken the message.
            self._drop()
            return Outcome("deferred", "connection_lost", str(error))

    def close(self) -> None:
        if self.usable:
            with contextlib.suppress(Lost, OSError):
                self._command("QUIT")
            self._drop()

    def _connect(self) -> socket.socket:
        address = (self.server.host, self.server.port)
        try:
            line = socket.create_connection(address, timeout=CONNECT_SECONDS)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return self._wrap(line) if self.server.security == "tls" else line
        except (OSError, ValueError) as error:  # a name that can be no host is a ValueError
            raise NoConnection(f"{self.server.host}:{self.server.port}: {error}") from error

    def _wrap(self, line: socket.socket) -> ssl.SSLSocket:
        context = ssl.create_default_context()
        return context.wrap_socket(line, server_hostname=self.server.host)

    def _greet(self) -> None:
        self._expect(self._reply())
        self._hello()
        if self.server.security == "starttls":
            if "STARTTLS" not in self.extensions:
                raise Lost("the server does not offer STARTTLS")
            self._expect(self._command("STARTTLS"))
            # What arrived in clear before TLS is not to be believed (CVE-2011-0411).
            self._buffer = b""
            self._socket = self._wrap(self._socket)
            self._hello()
        if self.server.username:
            self._sign_in()
        self._socket.settimeout(REPLY_SECONDS)

    def _hello(self) -> None:
        own, *_ = self._socket.getsockname()
        literal = f"IPv6:{own}" if ":" in own else own
        reply = self._command(f"EHLO [{literal}]")
        self._expect(reply)
        lines = (line.partition(" ") for line in reply.text.split("\n")[1:])
        self.extensions = {name.upper(): rest for name, _, rest in lines}

    def _sign_in(self) -> None:
        offered = self.extensions.get("AUTH", "").upper().split()
        user, password = self.server.username, self.server.password
        if "PLAIN" in offered:
            secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
            self._expect(self._command(f"AUTH PLAIN {secret}"))
        elif "LOGIN" in offered:
            self._command("AUTH LOGIN")
            self._command(base64.b64encode(user.encode()).decode())
            self._expect(self._command(base64.b64encode(password.encode()).decode()))
        else:
            raise Lost("the server offers no way to sign in that we know")

    def _beyond(self, envelope: Envelope) -> Outcome | None:
        """What this server cannot take, found before anything is sent."""
        if not envelope.recipient.isascii() and "SMTPUTF8" not in self.extensions:
            return Outcome("failed", "no_smtputf8", "The server takes only ASCII addresses.")
        most = self.extensions.get("SIZE", "")
        if most.isascii() and most.isdigit() and 0 < int(most) < len(envelope.data):
            return Outcome("failed", "too_large", f"The server takes {most} bytes at most.")
        return None

    def _send(self, envelope: Envelope) -> Outcome:
        utf8 = "" if envelope.recipient.isascii() else " SMTPUTF8"
        commands = (
            f"MAIL FROM:<{envelope.sender}>{utf8}",
            f"RCPT TO:<{envelope.recipient}>",
            "DATA",
        )
        replies = self._pipeline(commands)
        refused = next((reply for reply in replies[:2] if not reply.positive), None)
        refused = refused or (replies[2] if replies[2].code != GO_AHEAD else None)
        if refused:
            self._recover(replies)
            return outcome(refused)
        self._socket.sendall(LEADING_DOT.sub(b"..", envelope.data))
        return self._finish()

    def _pipeline(self, commands: tuple[str, ...]) -> list[Reply]:
        """Every command's reply; without PIPELINING, nothing follows a refusal."""
        if "PIPELINING" in self.extensions:
            self._write("".join(f"{command}\r\n" for command in commands))
            return [self._reply() for _ in commands]
        replies: list[Reply] = []
        for command in commands:
            refused = replies and not replies[-1].positive
            replies.append(Reply(503, "not asked") if refused else self._command(command))
        return replies

    def _finish(self) -> Outcome:
        """The final dot and its answer: if that stays out, nobody knows."""
        try:
            self._socket.sendall(b".\r\n")
            reply = self._reply()
        except (Lost, OSError) as error:
            self._drop()
            return Outcome("in_doubt", "connection_lost", str(error))
        if reply.code == CLOSING:
            self._drop()
        return outcome(reply)

    def _recover(self, replies: list[Reply]) -> None:
        """Make the connection fit for the next message after a refusal, or drop it."""
        if any(reply.code == CLOSING for reply in replies):
            self._drop()
            return
        if replies[-1].code == GO_AHEAD:
            self._write(".\r\n")
            self._reply()
        if not self._command("RSET").positive:
            self._drop()

    def _command(self, line: str) -> Reply:
        self._write(f"{line}\r\n")
        return self._reply()

    def _write(self, text: str) -> None:
        self._socket.sendall(text.encode())

    def _expect(self, reply: Reply) -> None:
        if not reply.positive:
            raise Lost(f"{reply.code} {reply.text}".replace("\n", " ")[:200])

    def _reply(self) -> Reply:
        lines = []
        while True:
            line = self._line()
            if not CODE.match(line):
                raise Lost("the server does not speak SMTP")
            lines.append(line[4:])
            if line[3:4] != "-":
                return Reply(int(line[:3]), "\n".join(lines))

    def _line(self) -> str:
        while b"\n" not in self._buffer:
            chunk = self._socket.recv(8192)
            if not chunk or len(self._buffer) > LONGEST_REPLY:
                raise Lost("the server closed the connection")
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def _drop(self) -> None:
        self.usable = False
        with contextlib.suppress(OSError):
            self._socket.close()
