"""Group commit: what came while the last transaction ran goes into the next one together.

A request is answered when the transaction with its events is committed, never before. There
is no timer: when nobody waits, an event is committed at once; under load, one commit carries
hundreds of requests.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Sequence
from datetime import datetime

from psycopg import AsyncConnection, DataError, Error, OperationalError
from psycopg.rows import TupleRow

from .committing import commit
from .rules.refusing import Refusal, busy
from .tally import Count, Tally

log = logging.getLogger("relasi.collector")

MOST_BYTES = 16 * 1024 * 1024
COMMIT_SECONDS = 10
COUNT_SECONDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
TO_DO = "Look in the log of the collector for what it says; leave the event out."
AWAY = "The database cannot be written to at the moment."


class Parcel:
    """The events of one request, as rows, and whoever waits for them."""

    __slots__ = ("committed", "count", "rows", "size")

    def __init__(self, source_id: int, minute: datetime, rows: list[bytes]) -> None:
        self.rows = rows
        self.size = sum(map(len, rows))
        self.count = Count(source_id, minute, "received")
        self.committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def say_committed(self) -> None:
        if not self.committed.done():
            self.committed.set_result(None)

    def refuse(self, refusal: Refusal) -> None:
        if not self.committed.done():
            self.committed.set_exception(refusal)


class Writer:
    """One connection that commits; while there is none, everything is refused at once."""

    def __init__(self, database_url: str, tally: Tally) -> None:
        self._url = database_url
        self._tally = tally
        self._waiting: deque[Parcel] = deque()
        self._work = asyncio.Event()
        self.is_away = True

    async def write(self, parcel: Parcel) -> None:
        """Return once it is committed; raise the refusal when it was not."""
        if self.is_away:
            raise busy(AWAY)
        self._waiting.append(parcel)
        self._work.set()
        await parcel.committed

    async def run(self) -> None:
        """Until cancelled; comes back by itself when the database does."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await self._connect() as connection:
                    self.is_away, pause = False, FIRST_PAUSE
                    await self._serve(connection)
            except (Error, OSError, TimeoutError) as problem:
                log.warning("Events are refused for now: %s", str(problem) or "no answer")
            finally:
                self._give_up(())
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _connect(self) -> AsyncConnection[TupleRow]:
        connection = await AsyncConnection.connect(
            self._url,
            autocommit=True,
            application_name="relasi collector",
            connect_timeout=COMMIT_SECONDS,
            tcp_user_timeout=COMMIT_SECONDS * 1000,
        )
        await connection.execute("SET synchronous_commit = on")
        return connection

    async def _serve(self, connection: AsyncConnection[TupleRow]) -> None:
        while True:
            await self._wait()
            await self._commit(connection, self._next())

    async def _wait(self) -> None:
        """For parcels; or for a second, when only counts wait."""
        while not self._waiting:
            self._work.clear()
            try:
                async with asyncio.timeout(COUNT_SECONDS):
                    await self._work.wait()
            except TimeoutError:
                if self._tally:
                    return

    def _next(self) -> list[Parcel]:
        parcels: list[Parcel] = []
        size = 0
        while self._waiting and (not parcels or size + self._waiting[0].size <= MOST_BYTES):
            parcels.append(self._waiting.popleft())
            size += parcels[-1].size
        return parcels

    async def _commit(
        self, connection: AsyncConnection[TupleRow], parcels: Sequence[Parcel]
    ) -> None:
        """All of them together; when PostgreSQL takes one not, the others without it."""
        watch = asyncio.get_running_loop().call_later(COMMIT_SECONDS, self._give_up, parcels)
        try:
            await self._transact(connection, parcels)
        except DataError as problem:
            await self._commit_apart(connection, parcels, problem)
        except OperationalError:
            _refuse(parcels)
            if connection.closed:
                raise
        except BaseException:
            _refuse(parcels)
            raise
        else:
            self.is_away = False
            for parcel in parcels:
                parcel.say_committed()
        finally:
            watch.cancel()

    def _give_up(self, parcels: Sequence[Parcel]) -> None:
        """The database does not answer: nobody is kept waiting, nobody is told that it is well.

        Whatever it commits later in spite of this comes twice, with the same message id.
        """
        self.is_away = True
        _refuse([*parcels, *self._waiting])
        self._waiting.clear()

    async def _commit_apart(
        self, connection: AsyncConnection[TupleRow], parcels: Sequence[Parcel], problem: DataError
    ) -> None:
        if not parcels:
            raise problem
        if len(parcels) == 1:
            log.error("A request cannot be stored: %s", problem)
            wrong = "The database cannot store an event of this request."
            parcels[0].refuse(Refusal(400, "refused_by_database", wrong, TO_DO))
            return
        half = len(parcels) // 2
        await self._commit(connection, parcels[:half])
        await self._commit(connection, parcels[half:])

    async def _transact(
        self, connection: AsyncConnection[TupleRow], parcels: Sequence[Parcel]
    ) -> None:
        refused = self._tally.take()
        try:
            counts = Counter(refused)
            for parcel in parcels:
                counts[parcel.count] += len(parcel.rows)
            rows = b"".join(row for parcel in parcels for row in parcel.rows)
            await commit(connection, rows, counts)
        except BaseException:
            self._tally.give_back(refused)
            raise


def _refuse(parcels: Sequence[Parcel]) -> None:
    for parcel in parcels:
        parcel.refuse(busy(AWAY))
