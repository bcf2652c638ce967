"""MySQL and MariaDB, by PyMySQL where it is installed: a read-only transaction, rows streamed."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from relasi.kernel.outgoing.addresses import Unreachable, places

from .asking import CONNECT_SECONDS, STATEMENT_SECONDS, Answer, Question, Unanswered, Where


@contextmanager
def asked(where: Where, question: Question) -> Iterator[Answer]:
    import pymysql
    from pymysql.cursors import SSCursor

    try:
        line = connected(where)
    except (pymysql.MySQLError, OSError) as error:
        raise Unanswered(str(error)[:400]) from error
    try:
        with line.cursor() as setting:
            setting.execute("SET SESSION TRANSACTION READ ONLY")
            setting.execute("START TRANSACTION READ ONLY")
        with line.cursor(SSCursor) as cursor:
            text, values = question.sql("`", "%s")
            cursor.execute(text, values or None)
            yield Answer([column[0] for column in cursor.description or ()], iter(cursor))
    except (pymysql.MySQLError, OSError) as error:
        raise Unanswered(str(error)[:400]) from error
    finally:
        line.close()


def connected(where: Where) -> Any:
    """To the address that was checked; the name stays for the certificate. One statement at a
    time is PyMySQL's own rule, and no file of ours is ever sent.
    """
    import pymysql

    try:
        (place, *_others) = places(where.host, where.port, private=True)
    except Unreachable as why:
        raise Unanswered(str(why)) from why
    line = pymysql.connect(
        host=where.host,
        port=where.port,
        user=where.username,
        password=where.password,
        database=where.database,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=STATEMENT_SECONDS,
        ssl=_context(where.security),
        local_infile=False,
        charset="utf8mb4",
        defer_connect=True,
    )
    line.connect(socket.create_connection(place.sockaddr[:2], timeout=CONNECT_SECONDS))
    return line


def _context(security: str) -> ssl.SSLContext | None:
    if security == "none":
        return None
    context = ssl.create_default_context()
    if security == "unverified":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
