"""What is answered: always 200 or an error in words, never a redirect, never another 2xx."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from .requests import Request, Send
from .rules.refusing import Refusal

JSON, GIF, SCRIPT = "application/json", "image/gif", "application/javascript"
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
DAY = b"86400"


class Answer(NamedTuple):
    status: int
    body: bytes
    kind: str = JSON
    retry_after: int | None = None
    mirrors: bool = True
    keep: bytes = b"no-store"
    more: tuple[tuple[bytes, bytes], ...] = ()


SUCCESS = Answer(200, b'{"success":true}')


def of_json(value: Mapping[str, Any]) -> Answer:
    return Answer(200, msgspec.json.encode(value))


def of_refusal(refusal: Refusal, *, as_pixel: bool = False) -> Answer:
    """Clients read `code` and `message`, or `detail` alone: each is whole by itself."""
    words = {
        "success": False,
        "code": refusal.code,
        "message": refusal.wrong,
        "detail": f"{refusal.wrong} {refusal.to_do}",
    }
    body, kind = (PIXEL, GIF) if as_pixel else (msgspec.json.encode(words), JSON)
    mirrors = refusal.code != "origin"
    return Answer(refusal.status, body, kind, refusal.retry_after, mirrors)


async def send(answer: Answer, request: Request, to: Send) -> None:
    headers = [
        (b"content-type", answer.kind.encode()),
        (b"content-length", b"%d" % len(answer.body)),
        (b"cache-control", answer.keep),
        (b"x-content-type-options", b"nosniff"),
        *answer.more,
    ]
    if answer.retry_after is not None:
        headers.append((b"retry-after", b"%d" % answer.retry_after))
        headers.append((b"access-control-expose-headers", b"retry-after"))
    if answer.mirrors and (origin := request.headers.get(b"origin")):
        headers += _mirror(origin)
    await to({"type": "http.response.start", "status": answer.status, "headers": headers})
    await to({"type": "http.response.body", "body": answer.body})


async def send_preflight(request: Request, to: Send) -> None:
    """Any page may ask; whether it may send is said when it does, for its key is known then."""
    headers = [
        (b"content-length", b"0"),
        (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        (b"access-control-max-age", DAY),
    ]
    if wanted := request.headers.get(b"access-control-request-headers"):
        headers.append((b"access-control-allow-headers", wanted))
    if origin := request.headers.get(b"origin"):
        headers += _mirror(origin)
    await to({"type": "http.response.start", "status": 200, "headers": headers})
    await to({"type": "http.response.body", "body": b""})


def _mirror(origin: bytes) -> list[tuple[bytes, bytes]]:
    """The pixel and the beacon send cookies, so the origin must be named and not be `*`."""
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
