"""The ASGI application: which request goes where, and what runs beside them."""

import asyncio
import gc
import logging

from relasi import __version__
from relasi.kernel import clock

from . import cookies, introductions, scripts
from .answers import (
    SCRIPT,
    SUCCESS,
    Answer,
    of_json,
    of_refusal,
    send,
    send_preflight,
)
from .collecting import SPLITS, Desk
from .requests import GoneAway, Receive, Request, Room, Scope, Send
from .rules.keys import key_of
from .rules.refusing import Refusal, busy, no_such_address, not_supported
from .rules.routes import Does, Route, find
from .settings import Settings
from .sources import Source, Sources
from .tally import NOBODY, Tally
from .writing import AWAY, Writer

log = logging.getLogger("relasi.collector")

PIXELS = "/pixel/"
COUNTED_HERE = {"no_such_address", "not_supported"}
FIXED = {
    Does.METRICS: SUCCESS,
    Does.SURVEYS: of_json({"surveys": []}),
    Does.EXPERIMENTS: of_json({"experiments": []}),
    Does.VERSION: of_json({"Version": __version__}),
}


class Collector:
    """Call it as an ASGI application; its lifespan opens and closes the connections."""

    def __init__(self, settings: Settings) -> None:
        self._tally = Tally()
        self._room = Room(settings.memory)
        self._sources = Sources(settings.database_url, settings.refresh_seconds)
        self._writer = Writer(settings.database_url, self._tally)
        self._desk = Desk(settings, self._sources, self._tally, self._writer)

    async def __call__(self, scope: Scope, receive: Receive, to: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, to)
        elif scope["type"] == "http":
            await self._serve(Request(scope, receive, self._room), to)

    async def _live(self, receive: Receive, to: Send) -> None:
        await receive()
        tasks = [
            asyncio.create_task(self._writer.run()),
            asyncio.create_task(self._sources.keep_fresh()),
        ]
        gc.freeze()  # what is loaded now stays: looking through it again would stop everyone
        await to({"type": "lifespan.startup.complete"})
        await receive()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await to({"type": "lifespan.shutdown.complete"})

    async def _serve(self, request: Request, to: Send) -> None:
        try:
            if request.method == "OPTIONS":
                await send_preflight(request, to)
                return
            answer = await self._answer(request)
            await send(answer, request, to)
        except GoneAway:
            return
        finally:
            request.let_go()

    async def _answer(self, request: Request) -> Answer:
        try:
            route = _route_of(request)
            if route.does in SPLITS:
                return await self._desk.collect(request, route)
            body = await request.body()
            return await self._introduce(request, route, body)
        except Refusal as refusal:
            if refusal.code in COUNTED_HERE:
                self._tally.refuse(NOBODY, refusal.code, 1, clock.now())
            return of_refusal(refusal, as_pixel=request.path.startswith(PIXELS))
        except GoneAway:
            raise
        except Exception:
            log.exception("A request to %s went wrong", request.path)
            return of_refusal(busy("Something went wrong here; it is in the log."))

    async def _introduce(self, request: Request, route: Route, body: bytes) -> Answer:
        """What is asked without an event."""
        if route.does in FIXED:
            return FIXED[route.does]
        if route.does is Does.FLAGS:
            return of_json(introductions.flags(request.query.get("v", "")))
        if route.does is Does.REFUSED:
            raise not_supported(request.path, "Import files under Customers, Imports.")
        if route.does is Does.HEALTH:
            return self._health()
        if route.does in scripts.FILES:
            return scripts.file(request, route)
        source = await self._asking(request, route)
        if route.does is Does.COOKIE:
            return cookies.answer(request, body, source)
        return _introduced(source, request, route)

    def _health(self) -> Answer:
        if self._writer.is_away:
            raise busy(AWAY)
        return of_json({"server": "UP", "db": "UP"})

    async def _asking(self, request: Request, route: Route) -> Source:
        key = route.key or key_of(request.headers, request.query)
        return await self._desk.source_of(key, request.origin)


def _route_of(request: Request) -> Route:
    route = find(request.method, request.path)
    if route is None:
        raise no_such_address(request.method, request.path)
    return route


def _introduced(source: Source, request: Request, route: Route) -> Answer:
    if route.does in scripts.BY_SOURCE:
        return scripts.of_source(request, route, source)
    if route.does is Does.SEGMENT_SETTINGS:
        return of_json(introductions.segment_settings(source, request.base))
    if route.does is Does.SOURCE_CONFIG:
        return of_json(introductions.source_config(source))
    if route.does is Does.REMOTE_SCRIPT:
        return Answer(200, introductions.remote_script(source.key), SCRIPT)
    return of_json(introductions.remote_config(source.key))
