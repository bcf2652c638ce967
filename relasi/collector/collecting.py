"""From a request with events to their commit."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from relasi.kernel import clock

from .answers import GIF, PIXEL, SUCCESS, Answer, of_json
from .requests import Request
from .rules.callers import may_send
from .rules.keys import key_of
from .rules.pixels import event_in
from .rules.refusing import Refusal, disabled, no_key, origin_refused, too_fast, unknown_key
from .rules.routes import POSTHOG, SEGMENT, Does, Route
from .rules.rows import Envelope, rows
from .rules.splitting import Split, split_any, split_batch, split_one
from .rules.unpacking import unpack
from .settings import Settings
from .sources import Source, Sources
from .tally import NOBODY, Tally, minute_of
from .writing import Parcel, Writer

SPLITS: Mapping[Does, Callable[[bytes], Split]] = {
    Does.ONE: split_one,
    Does.PIXEL: split_one,
    Does.BATCH: split_batch,
    Does.ANY: split_any,
}

# PostHog's browser client throws away what is answered 429; after 503 it tries again.
TOO_FAST = {SEGMENT: 429, POSTHOG: 503}


class _Uuid(msgspec.Struct):
    uuid: str = ""


_UUID = msgspec.json.Decoder(_Uuid)


class Desk:
    """Takes events in: whose they are, whether they may come, and that they are committed."""

    def __init__(self, settings: Settings, sources: Sources, tally: Tally, writer: Writer) -> None:
        self._settings = settings
        self._sources = sources
        self._tally = tally
        self._writer = writer

    async def collect(self, request: Request, route: Route) -> Answer:
        """200 once they are committed; every refusal is counted, by source and reason."""
        now = clock.now()
        seen = _Seen()
        try:
            return await self._collect(request, route, now, seen)
        except Refusal as refusal:
            self._tally.refuse(seen.source_id, refusal.code, seen.events, now)
            raise

    async def source_of(self, key: str, origin: str) -> Source:
        """Of a key, when it is known, switched on and open to that origin."""
        source = await self._known(key)
        _check(source, origin)
        return source

    async def _collect(
        self, request: Request, route: Route, now: datetime, seen: "_Seen"
    ) -> Answer:
        body = await request.body()
        key = key_of(request.headers, request.query)
        await self._attribute(key, seen)
        text = _text(request, route, body)
        request.hold(2 * len(text))
        split = SPLITS[route.does](text)
        seen.events = len(split.events) or 1
        source = await self._known(key or split.key)
        seen.source_id = source.id
        _check(source, request.origin)
        if wait := self._sources.wait_of(source, len(split.events)):
            raise too_fast(source.per_second or 0, wait, status=TOO_FAST[route.family])
        if split.events:
            envelope = self._envelope(request, route, source, now, split.shared)
            parcel = Parcel(source.id, minute_of(now), rows(envelope, split.events))
            await self._writer.write(parcel)
        return _success(route, split)

    async def _attribute(self, key: str, seen: "_Seen") -> None:
        """Whatever is wrong with the body is counted where its key belongs."""
        if key and (source := await self._sources.find(key)):
            seen.source_id = source.id

    async def _known(self, key: str) -> Source:
        if not key:
            raise no_key()
        source = await self._sources.find(key)
        if source is None:
            raise unknown_key()
        return source

    def _envelope(
        self, request: Request, route: Route, source: Source, now: datetime, shared: bytes
    ) -> Envelope:
        ip = request.caller(self._settings.proxies)
        return Envelope(
            source.id, route.family, route.kind, now, ip, request.agent, shared, request.gpc
        )


def _check(source: Source, origin: str) -> None:
    if not source.is_enabled:
        raise disabled(source.name)
    if not may_send(origin, source.origins):
        raise origin_refused(origin)


class _Seen:
    """What is known of a request by the time it is refused."""

    __slots__ = ("events", "source_id")

    def __init__(self) -> None:
        self.source_id = NOBODY
        self.events = 1


def _text(request: Request, route: Route, body: bytes) -> bytes:
    if route.does is Does.PIXEL:
        return event_in(request.query)
    compression = request.query.get("compression", "")
    if request.method == "GET":
        return unpack(request.query.get("data", "").encode(), compression or "base64")
    return unpack(body, compression)


def _success(route: Route, split: Split) -> Answer:
    if route.does is Does.PIXEL:
        return Answer(200, PIXEL, GIF)
    if not route.by_uuid:
        return SUCCESS
    uuids = [uuid for event in split.events if (uuid := _uuid(event))]
    return of_json({"success": True, "results": {uuid: {"result": "ok"} for uuid in uuids}})


def _uuid(event: bytes) -> str:
    try:
        return _UUID.decode(event).uuid
    except msgspec.ValidationError:
        return ""
