"""One POST to an address that somebody typed: checked, not redirected, over in time."""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .addresses import Place, Unreachable, is_ours, places

USUAL = {"https": 443, "http": 80}
LONGEST_URL = 2000
KEPT_OF_ANSWER = 1024
BODY_SECONDS = 2.0  # the status is what counts; whoever drips the rest is not waited for


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status and the beginning of the body."""

    status: int
    body: str


class Unanswered(Exception):
    """No answer that can be read. `word`: no_address, forbidden_address, no_connection, tls,
    timeout, connection_lost, no_http.
    """

    def __init__(self, word: str, detail: str) -> None:
        super().__init__(detail)
        self.word = word
        self.detail = detail[:400]


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an address that may be sent to."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str, *, field: str = "url") -> Target:
    """Take an address apart. Raises Refused with what is wrong with it."""
    if len(url) > LONGEST_URL or any(c.isspace() or not c.isprintable() for c in url):
        raise Refused(
            _("An address has no blanks and at most %(most)d characters.") % {"most": LONGEST_URL},
            field=field,
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError):
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in USUAL or not host:
        raise Refused(_("Write the whole address: https://example.org/hook."), field=field)
    if parts.username or parts.password or parts.fragment:
        raise Refused(_("Leave names, passwords and “#” out of the address."), field=field)
    path = parts.path or "/"
    whole = f"{path}?{parts.query}" if parts.query else path
    if not whole.isascii():
        raise Refused(_("Write the path of the address in ASCII, as in %C3%A9."), field=field)
    return Target(parts.scheme, host, USUAL[parts.scheme] if port is None else port, whole)


def post(target: Target, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Answer:
    """Send once and read the answer, all of it within `seconds`. Raises Unanswered.

    Nothing is followed: a redirect is an answer like any other. Without TLS only what the
    operator named as a network of the house is spoken to.
    """
    until = time.monotonic() + seconds
    line = _connected(target, until)
    try:
        return _asked(target, line, body, headers, until)
    except TimeoutError as error:
        raise Unanswered("timeout", f"No answer within {seconds:.0f} s.") from error
    except (http.client.HTTPException, ValueError) as error:
        raise Unanswered("no_http", f"{type(error).__name__}: {error}") from error
    except OSError as error:
        raise Unanswered("connection_lost", str(error)) from error
    finally:
        with suppress(OSError):
            line.close()


def _connected(target: Target, until: float) -> socket.socket:
    try:
        found = places(target.host, target.port)
    except Unreachable as why:
        raise Unanswered(why.word, str(why)) from why
    if target.scheme == "http" and not all(_is_of_the_house(place) for place in found):
        raise Unanswered("forbidden_address", "Without TLS only networks of the house are reached.")
    last: Exception = OSError("no address")
    for place in found:
        try:
            return _line(target, place, until)
        except TimeoutError as error:
            raise Unanswered("timeout", "The connection took too long.") from error
        except ssl.SSLError as error:
            raise Unanswered("tls", str(error)) from error
        except OSError as error:
            last = error
    raise Unanswered("no_connection", str(last)) from last


def _is_of_the_house(place: Place) -> bool:
    return is_ours(ipaddress.ip_address(str(place.sockaddr[0]).partition("%")[0]))


def _line(target: Target, place: Place, until: float) -> socket.socket:
    line = socket.socket(place.family, socket.SOCK_STREAM)
    try:
        line.settimeout(_left(until))
        line.connect(place.sockaddr)
        if target.scheme == "http":
            return line
        line.settimeout(_left(until))
        return ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
    except BaseException:
        line.close()
        raise


def _asked(
    target: Target, line: socket.socket, body: bytes, headers: Mapping[str, str], until: float
) -> Answer:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.default_port = USUAL[target.scheme]
    timed = _Timed(line, until)
    connection.sock = timed  # the address was checked: nobody looks it up again
    connection.request("POST", target.path, body, {**headers, "Connection": "close"})
    answer = connection.getresponse()
    return Answer(answer.status, _beginning(answer, timed))


def _beginning(answer: http.client.HTTPResponse, line: "_Timed") -> str:
    line.until = min(line.until, time.monotonic() + BODY_SECONDS)
    got = b""
    with suppress(OSError, http.client.HTTPException, ValueError):
        while len(got) < KEPT_OF_ANSWER and (part := answer.read1(KEPT_OF_ANSWER - len(got))):
            got += part
    return got.decode("utf-8", "replace").replace("\x00", "�")


class _Timed:
    """A socket with one deadline for everything: a peer that drips a byte a second gains nothing.

    As much of a socket as http.client uses.
    """

    def __init__(self, line: socket.socket, until: float) -> None:
        self.line, self.until = line, until

    def sendall(self, data: Any) -> None:
        self.line.settimeout(_left(self.until))
        self.line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        del mode
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """Whoever made the line closes it."""


class _Reader(io.RawIOBase):
    def __init__(self, timed: _Timed) -> None:
        super().__init__()
        self.timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self.timed.line.settimeout(_left(self.timed.until))
        return self.timed.line.recv_into(into)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
