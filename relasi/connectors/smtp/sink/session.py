"""One client's conversation with the sink (RFC 5321, with PIPELINING, 8BITMIME, SMTPUTF8)."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

LONGEST_LINE = 2_000
LONGEST_MESSAGE = 25_000_000
IDLE_SECONDS = 300
END = b"\r\n.\r\n"
PATH = re.compile(r"(?:FROM|TO):\s*<([^<>\r\n]*)>(.*)", re.IGNORECASE | re.DOTALL)
EXTENSIONS = (
    "PIPELINING",
    "8BITMIME",
    "SMTPUTF8",
    f"SIZE {LONGEST_MESSAGE}",
    "ENHANCEDSTATUSCODES",
)


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it came in, dots unstuffed."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


# Takes a message for good and says the reply; 250 only once it is safe.
Accept = Callable[[Received], Awaitable[str]]


class Closed(Exception):
    """The client went away or said goodbye."""


@dataclass
class Session:
    """Reads commands in order; a reply never overtakes the one before."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    accept: Accept
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)
    buffer: bytearray = field(default_factory=bytearray)

    async def run(self) -> None:
        try:
            await self.say("220 relasi sink")
            while True:
                await self.obey(await self.line())
        except (Closed, ConnectionError, TimeoutError):
            pass
        finally:
            self.writer.close()

    async def obey(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        command = getattr(self, f"on_{verb.lower()}", None) if verb.isascii() else None
        if command is None:
            await self.say("502 5.5.1 Not a command we know")
        else:
            await command(rest)

    async def on_ehlo(self, _rest: str) -> None:
        self.reset()
        lines = ("relasi sink", *EXTENSIONS)
        marks = "-" * (len(lines) - 1) + " "
        await self.say(
            "\r\n".join(f"250{mark}{one}" for mark, one in zip(marks, lines, strict=True))
        )

    async def on_helo(self, _rest: str) -> None:
        self.reset()
        await self.say("250 relasi sink")

    async def on_mail(self, rest: str) -> None:
        found = PATH.fullmatch(rest)
        if found is None:
            await self.say("501 5.5.4 MAIL FROM:<address>")
            return
        self.reset()
        self.sender = found[1]
        await self.say("250 2.1.0 Go on")

    async def on_rcpt(self, rest: str) -> None:
        found = PATH.fullmatch(rest)
        if self.sender is None:
            await self.say("503 5.5.1 MAIL first")
        elif found is None or "@" not in found[1]:
            await self.say("501 5.1.3 RCPT TO:<address>")
        else:
            self.recipients.append(found[1])
            await self.say("250 2.1.5 Go on")

    async def on_data(self, _rest: str) -> None:
        if not self.recipients or self.sender is None:
            await self.say("503 5.5.1 RCPT first")
            return
        await self.say("354 End with a dot on a line of its own")
        data = await self.message()
        received = Received(self.sender, tuple(self.recipients), data)
        self.reset()
        await self.say(await self.accept(received))

    async def on_rset(self, _rest: str) -> None:
        self.reset()
        await self.say("250 2.0.0 Forgotten")

    async def on_noop(self, _rest: str) -> None:
        await self.say("250 2.0.0 Here")

    async def on_quit(self, _rest: str) -> None:
        await self.say("221 2.0.0 Goodbye")
        raise Closed

    def reset(self) -> None:
        self.sender = None
        self.recipients = []

    async def line(self) -> str:
        """The next command. Only CRLF ends a line: a bare LF smuggles (CVE-2023-51764)."""
        while (end := self.buffer.find(b"\r\n")) < 0:
            if len(self.buffer) > LONGEST_LINE:
                await self.say("500 5.5.2 Line too long")
                raise Closed
            await self.more()
        text = bytes(self.buffer[:end]).decode("utf-8", "replace")
        del self.buffer[: end + 2]
        return text

    async def message(self) -> bytes:
        """Everything up to CRLF dot CRLF, dots unstuffed."""
        self.buffer[:0] = b"\r\n"  # so that a dot on the first line is found too
        searched = 0
        while (end := self.buffer.find(END, searched)) < 0:
            searched = max(0, len(self.buffer) - len(END))
            if len(self.buffer) > LONGEST_MESSAGE:
                await self.say("552 5.3.4 Too large")
                raise Closed
            await self.more()
        stuffed = bytes(self.buffer[: end + 2])
        del self.buffer[: end + len(END)]
        return stuffed.replace(b"\r\n.", b"\r\n")[2:]

    async def more(self) -> None:
        chunk = await asyncio.wait_for(self.reader.read(65_536), IDLE_SECONDS)
        if not chunk:
            raise Closed
        self.buffer += chunk

    async def say(self, reply: str) -> None:
        self.writer.write(f"{reply}\r\n".encode())
        await self.writer.drain()
