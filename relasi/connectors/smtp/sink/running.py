"""The sink as a process: listens on this machine, tells the database where it listens."""

import asyncio
import contextlib
import signal

import psycopg

from .session import Session
from .storing import Store

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
CONNECTIONS = 8
RETRY_SECONDS = 0.5
REGISTER = """
    WITH known AS (
        UPDATE smtp_mailserver SET host = %(host)s, port = %(port)s WHERE is_sink RETURNING id)
    INSERT INTO smtp_mailserver (name, host, port, security, username, password_sealed,
        staff_sender, connections, is_sink, is_active, confirmed_at, confirmed_by, created_at)
    SELECT 'Outbox', %(host)s, %(port)s, 'none', '', '', '', %(connections)s, true,
        true, now(), 'system:0', now()
    WHERE NOT EXISTS (SELECT FROM known)
"""


def run(dsn: str, host: str = "127.0.0.1", port: int = 2525) -> None:
    """Serve until SIGTERM. Port 0 takes any free one; the mail server's row says which."""
    if host not in LOOPBACK:
        raise ValueError(f"The sink listens on this machine only, not on {host}.")
    asyncio.run(serve(dsn, host, port))


async def serve(dsn: str, host: str, port: int) -> None:
    store = Store(dsn)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Session(reader, writer, store.accept).run()

    server = await asyncio.start_server(talk, host, port)
    listening = server.sockets[0].getsockname()[1]
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    storing = asyncio.create_task(store.keep_storing())
    await register(dsn, host, listening, stop)
    async with server:
        await stop.wait()
    storing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await storing


async def register(dsn: str, host: str, port: int, stop: asyncio.Event) -> None:
    """Write down where we listen; a database that is still starting is waited for."""
    values = {"host": host, "port": port, "connections": CONNECTIONS}
    while not stop.is_set():
        try:
            async with await psycopg.AsyncConnection.connect(dsn, connect_timeout=5) as connection:
                await connection.execute(REGISTER, values)
                return
        except psycopg.Error:
            await asyncio.sleep(RETRY_SECONDS)
