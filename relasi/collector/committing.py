"""One transaction in two round trips: rows by binary COPY, and what is counted with them.

Both statements go to PostgreSQL as one simple query, which it runs as one transaction: all of
it is committed, or nothing. The event loop is busy with requests, so each round trip less is
time that nobody waits.
"""

from collections import Counter

from psycopg import AsyncConnection, generators, sql
from psycopg.abc import PQGen
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.rows import TupleRow

from relasi.kernel.copying import HEADER, TRAILER

from .rules.rows import COPY
from .tally import Count

ADD = sql.SQL("""\
INSERT INTO timeline_intake (source_id, minute, outcome, reason, events) VALUES {counts}
ON CONFLICT (source_id, minute, outcome, reason)
DO UPDATE SET events = timeline_intake.events + excluded.events""")


async def commit(
    connection: AsyncConnection[TupleRow], rows: bytes, counts: "Counter[Count]"
) -> None:
    """The connection must be in autocommit; a database error means that nothing was kept."""
    add = _adding(counts).as_bytes(connection)
    if rows:
        statement = COPY.encode() + b";" + add
        await connection.wait(_copied(connection.pgconn, statement, HEADER + rows + TRAILER))
    else:
        await connection.execute(add)


def _adding(counts: "Counter[Count]") -> sql.Composed:
    """In the order of the keys, so that two collectors never wait for each other in a ring."""
    lines = [
        sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, (*count, events))))
        for count, events in sorted(counts.items())
    ]
    return ADD.format(counts=sql.SQL(", ").join(lines))


def _copied(connection: PGconn, statement: bytes, data: bytes) -> PQGen[None]:
    connection.send_query(statement)
    results = yield from generators.execute(connection)
    _raise_for(results, ExecStatus.COPY_IN)
    yield from generators.copy_to(connection, data, flush=False)
    connection.put_copy_end()
    results = yield from generators.execute(connection)
    _raise_for(results, ExecStatus.COMMAND_OK)


def _raise_for(results: list[PGresult], wanted: ExecStatus) -> None:
    for result in results:
        if result.status != wanted:
            raise error_from_result(result)
