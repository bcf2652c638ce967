"""Standard Webhooks: when to try, how to sign, and what an answer means. No Django here.

https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

# After the first try, and after each that failed: the schedule the specification publishes.
SCHEDULE = tuple(
    timedelta(seconds=seconds)
    for seconds in (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
TIMEOUT = 15.0
LARGEST = 20_000  # bytes of a body
PREFIX = "whsec_"
SECRET_BYTES = 32
SECRET_SIZES = range(24, 65)
OVERLAP = timedelta(hours=24)
GONE = 410

Meaning = Literal["delivered", "failed", "gone"]


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_uid() -> str:
    return f"msg_{secrets.token_hex(16)}"


def written(kind: str, at: datetime, data: Mapping[str, object]) -> str:
    """The body of a message; raises ValueError for one that is too large to send."""
    said = {"type": kind, "timestamp": at.isoformat(), "data": data}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    if len(body.encode()) >= LARGEST:
        raise ValueError(f"A message of {kind} has {len(body)} characters; tell it in parts.")
    return body


def headers(uid: str, body: str, keys: Sequence[str], at: datetime) -> dict[str, str]:
    """What a request carries: one signature for each secret that counts at present."""
    stamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Relasi-Webhooks/1",
        "webhook-id": uid,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signature(key, uid, stamp, body) for key in keys),
    }


def signature(secret: str, uid: str, stamp: str, body: str) -> str:
    """v1: HMAC-SHA256 over "id.timestamp.body" with the bytes that the secret spells."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{uid}.{stamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def meaning(status: int) -> Meaning:
    """2xx was taken, 410 wants no more, all else failed: a redirect too is not followed."""
    if 200 <= status < 300:  # noqa: PLR2004
        return "delivered"
    return "gone" if status == GONE else "failed"


def next_try(failures: int) -> timedelta | None:
    """How long after the try that failed the next one begins; None when it was the last."""
    return SCHEDULE[failures] if failures < len(SCHEDULE) else None
