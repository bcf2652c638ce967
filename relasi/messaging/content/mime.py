"""The bytes of a mail, written by hand: EmailMessage is fifty times slower (625 a second)."""

import secrets
from binascii import b2a_qp
from collections.abc import Sequence
from email.header import Header
from email.utils import formataddr, formatdate
from functools import lru_cache

CRLF = "\r\n"
LONGEST_LINE = 990  # RFC 5322 §2.1.1: 998 without CRLF
# Not to be guessed by those whose words stand in the mail.
BOUNDARY = f"=_{secrets.token_hex(12)}"


@lru_cache(maxsize=1024)
def header_text(name: str, value: str) -> str:
    """A header's value, folded at 76 and encoded (RFC 2047) where it is not ASCII."""
    charset = "us-ascii" if value.isascii() else "utf-8"
    return Header(value, charset, header_name=name, maxlinelen=76).encode(linesep=CRLF)


@lru_cache(maxsize=256)
def mailbox(name: str, address: str) -> str:
    """As in "Kopi Lereng <halo@kopilereng.example>"; the address is ASCII."""
    return formataddr((name, address)) if name else address


def date_text(timestamp: float) -> str:
    return formatdate(timestamp)


def message(headers: Sequence[tuple[str, str]], *, text: str, html: str) -> bytes:
    """A multipart/alternative message with CRLF line ends. Header values are ready made.

    A recipient's address beyond ASCII stands in UTF-8 (RFC 6532).
    """
    head = "".join(f"{name}: {value}{CRLF}" for name, value in headers)
    return b"".join(
        (
            head.encode(),
            b"MIME-Version: 1.0\r\n",
            f'Content-Type: multipart/alternative; boundary="{BOUNDARY}"\r\n\r\n'.encode(),
            _part("text/plain", text),
            _part("text/html", html),
            f"--{BOUNDARY}--\r\n".encode(),
        )
    )


def _part(kind: str, body: str) -> bytes:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", CRLF)
    is_html = kind == "text/html"
    data = lines.encode("ascii", "xmlcharrefreplace") if is_html else lines.encode()
    plain = data.isascii() and max(map(len, data.split(b"\n"))) <= LONGEST_LINE
    encoding = "7bit" if plain else "quoted-printable"
    head = f"--{BOUNDARY}\r\nContent-Type: {kind}; charset=utf-8\r\n"
    head += f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + (data if plain else b2a_qp(data, istext=True)) + b"\r\n"
