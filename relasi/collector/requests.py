"""One HTTP request as the collector needs it: read with a limit, on bytes of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from .rules.callers import caller
from .rules.limits import MOST_AGENT, MOST_BYTES
from .rules.refusing import bad_json, busy, too_large

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BODY_SECONDS = 30
MOST_FIELDS = 200
SHORT = 100
# A client that is refused while it still sends sees a broken connection and sends it all again:
# what is too large is read to its end and thrown away, up to this.
MOST_THROWN_AWAY = 5 * MOST_BYTES


class GoneAway(Exception):
    """The client closed the connection before its request was whole."""


class Room:
    """How many bytes of requests may be held at once."""

    def __init__(self, size: int) -> None:
        self.left = size

    def take(self, size: int) -> None:
        if size > self.left:
            raise busy("Too much is coming in at once.")
        self.left -= size


class Request:
    """`held` is how much of the room it has; whoever made the request gives it back."""

    def __init__(self, scope: Scope, receive: Receive, room: Room) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: Mapping[bytes, bytes] = dict(scope["headers"])
        self.held = 0
        self._scope = scope
        self._receive = receive
        self._room = room

    @property
    def query(self) -> Mapping[str, str]:
        text: bytes = self._scope["query_string"]
        if not text:
            return {}
        return _fields_of_short(text) if len(text) <= SHORT else _fields(text)

    @property
    def origin(self) -> str:
        return self.headers.get(b"origin", b"").decode("latin-1")

    @property
    def agent(self) -> str:
        return self.headers.get(b"user-agent", b"")[:MOST_AGENT].decode("utf-8", "replace")

    @property
    def gpc(self) -> bool:
        """Global Privacy Control: set when the header is exactly "1" (the proposal's words)."""
        return self.headers.get(b"sec-gpc") == b"1"

    @property
    def base(self) -> str:
        """Scheme and host by which it was asked for."""
        host = self.headers.get(b"host", b"localhost").decode("latin-1")
        forwarded = self.headers.get(b"x-forwarded-proto", b"").decode("latin-1")
        scheme = forwarded if forwarded in {"http", "https"} else self._scope.get("scheme", "http")
        return f"{scheme}://{host}"

    def caller(self, proxies: int) -> str:
        peer = self._scope.get("client") or ("", 0)
        if not proxies:
            return caller(peer[0], "", 0)
        lines = [value for name, value in self._scope["headers"] if name == b"x-forwarded-for"]
        return caller(peer[0], b",".join(lines).decode("latin-1"), proxies)

    def hold(self, size: int) -> None:
        self._room.take(size)
        self.held += size

    def let_go(self) -> None:
        self._room.left += self.held
        self.held = 0

    async def body(self) -> bytes:
        """The whole of it; refused when it is too large or too slow."""
        first = await self._next()
        chunk: bytes = first.get("body", b"")
        if not first.get("more_body") or self._is_whole(chunk):
            self.hold(len(chunk))
            return _not_too_large(chunk)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return await self._rest(chunk)
        except TimeoutError:
            raise busy(f"The body did not arrive within {BODY_SECONDS} seconds.") from None

    def _is_whole(self, chunk: bytes) -> bool:
        """As long as was announced: the message that only says so need not be waited for."""
        return self.headers.get(b"content-length") == b"%d" % len(chunk)

    async def _rest(self, chunk: bytes) -> bytes:
        chunks, size, more = [chunk], len(chunk), True
        self.hold(size)
        while more and size <= MOST_THROWN_AWAY:
            message = await self._next()
            chunk, more = message.get("body", b""), message.get("more_body", False)
            size += len(chunk)
            if size <= MOST_BYTES:
                self.hold(len(chunk))
                chunks.append(chunk)
        if size > MOST_BYTES:
            raise too_large("The body is too large.")
        return b"".join(chunks)

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise GoneAway
        return message


def _fields(query: bytes) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(query.decode("latin-1"), max_num_fields=MOST_FIELDS))
    except ValueError:
        raise bad_json("The address has too many fields.") from None


# Most addresses hold nothing but the write key, time and again.
_fields_of_short = lru_cache(maxsize=1024)(_fields)


def _not_too_large(body: bytes) -> bytes:
    if len(body) > MOST_BYTES:
        raise too_large("The body is too large.")
    return body
