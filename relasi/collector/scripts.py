"""The tracking script: what a page loads, and how long a browser may keep it.

A page names the entry, which says the settings of its source and is asked for again after
minutes; the entry fetches the code by a name made of what is in it, which never changes.
"""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from .answers import JSON, SCRIPT, Answer
from .requests import Request
from .rules.refusing import not_built
from .rules.routes import Does, Route
from .sources import Source

FOLDER = Path(__file__).parent / "dist"
FILES = {Does.CODE, Does.TYPES}
BY_SOURCE = {Does.ENTRY, Does.SETTINGS}
FOR_EVER = b"public, max-age=31536000, immutable"
FOR_MINUTES = b"public, max-age=300"
TEXT = "text/plain; charset=utf-8"
# Pages that isolate themselves load nothing from elsewhere that does not say it may be loaded.
EVERYWHERE = (b"cross-origin-resource-policy", b"cross-origin")


class Built(NamedTuple):
    """`name` is that of the code, made of its bytes."""

    entry: bytes
    code: bytes
    types: bytes
    name: str


def file(request: Request, route: Route) -> Answer:
    """What is the same for every source."""
    script = built()
    if route.does is Does.TYPES:
        return _answer(request, script.types, TEXT, FOR_MINUTES)
    # While a new version is rolled out a page may ask one collector for the code of another:
    # it gets what is here, and must not keep it under that name.
    keep = FOR_EVER if route.key == script.name else b"no-store"
    return _answer(request, script.code, SCRIPT, keep)


def of_source(request: Request, route: Route, source: Source) -> Answer:
    script = built()
    said = _settings(source.id, source.key, source.consent_mode, script.name)
    if route.does is Does.SETTINGS:
        return _answer(request, said, JSON, FOR_MINUTES)
    return _answer(request, script.entry.replace(b"SETTINGS", said), SCRIPT, FOR_MINUTES)


@lru_cache(maxsize=1)
def built() -> Built:
    """Raises Refusal when they are not there, and looks again the next time."""
    try:
        entry, code, types = (
            (FOLDER / name).read_bytes() for name in ("entry.js", "tracker.js", "relasi.d.ts")
        )
    except FileNotFoundError:
        raise not_built() from None
    return Built(entry.strip(), code, types, sha256(code).hexdigest()[:16])


@lru_cache(maxsize=256)
def _settings(source_id: int, key: str, consent_mode: str, code: str) -> bytes:
    said = {"id": source_id, "key": key, "consent": consent_mode, "code": code}
    return msgspec.json.encode(said)


def _answer(request: Request, body: bytes, kind: str, keep: bytes) -> Answer:
    """Packed where the browser takes it so; nothing but "the same" where it has it already."""
    tag = _tag(body)
    more = [EVERYWHERE, (b"vary", b"Accept-Encoding"), (b"etag", tag)]
    if tag in request.headers.get(b"if-none-match", b""):
        return Answer(304, b"", kind, keep=keep, more=tuple(more))
    if b"gzip" in request.headers.get(b"accept-encoding", b""):
        more.append((b"content-encoding", b"gzip"))
        body = _packed(body)
    return Answer(200, body, kind, keep=keep, more=tuple(more))


@lru_cache(maxsize=256)
def _tag(body: bytes) -> bytes:
    return b'"%s"' % sha256(body).hexdigest()[:16].encode()


@lru_cache(maxsize=256)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
