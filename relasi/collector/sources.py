"""The sources, kept in memory: their keys, who may send, how fast."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from psycopg import AsyncConnection, Error
from psycopg.rows import TupleRow

from .rules.allowance import Allowance
from .rules.limits import MOST_KEY
from .rules.refusing import busy

log = logging.getLogger("relasi.collector")

SOURCES = """\
SELECT id, name, write_key, origins, per_second, is_enabled, consent_mode FROM timeline_source"""
LEAST_PAUSE = 0.1
CONNECT_SECONDS = 5


@dataclass(frozen=True)
class Source:
    id: int
    name: str
    key: str
    origins: frozenset[str]
    per_second: int | None
    is_enabled: bool
    consent_mode: str


class Sources:
    """All of them are read anew every few seconds, and at once for a key nobody knows.

    However many unknown keys come, that is at most ten small queries a second.
    """

    def __init__(self, database_url: str, refresh_seconds: float) -> None:
        self._url = database_url
        self._seconds = refresh_seconds
        self._by_key: Mapping[str, Source] = {}
        self._unknown: dict[str, float] = {}
        self._allowances: dict[int, Allowance] = {}
        self._connection: AsyncConnection[TupleRow] | None = None
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def find(self, key: str) -> Source | None:
        """The source of a key, None when there is none; busy when that cannot be known now."""
        found = self._by_key.get(key)
        if found is not None or len(key) > MOST_KEY:
            return found
        asked = monotonic()
        if self._unknown.get(key, 0.0) > asked:
            return None
        if not await self._read_since(asked):
            raise busy("The database cannot be asked whose write key this is.")
        found = self._by_key.get(key)
        if found is None:
            self._unknown[key] = monotonic() + self._seconds
        return found

    def wait_of(self, source: Source, events: int) -> float:
        """Seconds a source must wait before it may send these; 0 for none."""
        if source.per_second is None:
            return 0.0
        now, rate = monotonic(), source.per_second
        allowance = self._allowances.get(source.id)
        if allowance is None or allowance.per_second != rate:
            allowance = self._allowances[source.id] = Allowance(rate, float(rate), now)
        return allowance.take(events, now)

    async def keep_fresh(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self._read_since(monotonic())
                now = monotonic()
                self._unknown = {key: until for key, until in self._unknown.items() if until > now}
                await asyncio.sleep(self._seconds)
        finally:
            if self._connection is not None:
                await self._connection.close()

    async def _read_since(self, asked: float) -> bool:
        """Whether the sources were read at or after that moment, by whomever."""
        async with self._reading:
            if self._read_at >= asked:
                return True
            await asyncio.sleep(max(0.0, self._read_at + LEAST_PAUSE - monotonic()))
            began = monotonic()
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await self._read()
            except (Error, OSError, TimeoutError) as problem:
                log.warning("The sources cannot be read: %s", problem)
                self._connection, broken = None, self._connection
                if broken is not None:
                    await broken.close()
                return False
            self._read_at = began
            return True

    async def _read(self) -> None:
        if self._connection is None:
            self._connection = await AsyncConnection.connect(
                self._url, autocommit=True, application_name="relasi collector: sources"
            )
        rows = await (await self._connection.execute(SOURCES)).fetchall()
        self._by_key = {row[2]: _source(row) for row in rows}


def _source(row: TupleRow) -> Source:
    source_id, name, key, origins, per_second, is_enabled, consent_mode = row
    lower = frozenset(origin.lower() for origin in origins)
    return Source(source_id, name, key, lower, per_second, is_enabled, consent_mode)
