"""Mails into the database, a group at a time: whoever waits together is committed together."""

import asyncio
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser

import psycopg

from relasi.kernel import clock

from .session import Received

COPY = (
    "COPY smtp_caughtmail"
    " (message_id, sender, recipient, subject, source, for_staff, caught_at) FROM STDIN"
)
# A header that nobody who writes to customers can set: only owners may read such a mail.
MARK = "X-Relasi-Staff-Mail"
ACCEPTED = "250 2.0.0 Kept"
LATER = "451 4.3.0 The database is away, try again"


class Store:
    """`accept` answers once the mail is on disk."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None
        self._waiting: list[tuple[Received, asyncio.Future[str]]] = []
        self._something = asyncio.Event()

    async def accept(self, received: Received) -> str:
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((received, answer))
        self._something.set()
        return await answer

    async def keep_storing(self) -> None:
        """Until cancelled: take all that wait, commit, answer."""
        while True:
            await self._something.wait()
            self._something.clear()
            group, self._waiting = self._waiting, []
            reply = await self._store([received for received, _ in group])
            for _, answer in group:
                if not answer.done():
                    answer.set_result(reply)

    async def _store(self, group: list[Received]) -> str:
        now = clock.now()
        try:
            if self._connection is None:
                self._connection = await psycopg.AsyncConnection.connect(
                    self._dsn, autocommit=True, connect_timeout=5
                )
            async with self._connection.cursor() as cursor, cursor.copy(COPY) as copy:
                for received in group:
                    for row in rows(received, now):
                        await copy.write_row(row)
        except psycopg.Error:
            await self._forget_connection()
            return LATER
        return ACCEPTED

    async def _forget_connection(self) -> None:
        if self._connection is not None:
            await self._connection.close()
        self._connection = None


def rows(received: Received, now: datetime) -> list[tuple[object, ...]]:
    """One row for each recipient."""
    head = received.data[: received.data.find(b"\r\n\r\n") + 4] or received.data[:65_536]
    message = BytesHeaderParser().parsebytes(head)
    subject = readable(str(message.get("Subject", "")))
    name = str(message.get("Message-ID", "")).strip().strip("<>")[:200]
    staff = MARK in message
    return [
        (name, received.sender[:320], one[:320].lower(), subject, received.data, staff, now)
        for one in received.recipients
    ]


def readable(header: str) -> str:
    """A header as people read it; one that cannot be decoded stays as it came."""
    unfolded = "".join(header.splitlines())
    try:
        text = str(make_header(decode_header(unfolded)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        text = unfolded
    return text.replace("\x00", "")
