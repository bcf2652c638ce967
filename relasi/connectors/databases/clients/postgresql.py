"""PostgreSQL: a read-only transaction and a cursor on the server.

A cursor is declared by the extended protocol, which takes one statement, and PostgreSQL declares
none for a statement that writes; the transaction would refuse it as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from relasi.kernel.outgoing.addresses import Unreachable, places

from .asking import AT_ONCE, CONNECT_SECONDS, STATEMENT_SECONDS, Answer, Question, Unanswered, Where

SSL = {"verified": "verify-full", "unverified": "require", "none": "disable"}


@contextmanager
def asked(where: Where, question: Question) -> Iterator[Answer]:
    try:
        with connected(where) as line, line.cursor("relasi") as cursor:
            cursor.itersize = AT_ONCE
            text, values = question.sql('"', "%s")
            cursor.execute(text, values or None)
            yield Answer([column.name for column in cursor.description or ()], iter(cursor))
    except psycopg.Error as error:
        raise Unanswered(str(error).strip().partition("\n")[0][:400]) from error


def connected(where: Where, *, writes: bool = False) -> psycopg.Connection[Any]:
    """To the address that was checked; the name stays for the certificate."""
    try:
        (place, *_others) = places(where.host, where.port, private=True)
    except Unreachable as why:
        raise Unanswered(str(why)) from why
    line = psycopg.connect(
        host=where.host,
        hostaddr=str(place.sockaddr[0]),
        port=where.port,
        dbname=where.database,
        user=where.username or None,
        password=where.password or None,
        connect_timeout=CONNECT_SECONDS,
        sslmode=SSL[where.security],
        sslrootcert="system" if where.security == "verified" else None,
        options=f"-c statement_timeout={STATEMENT_SECONDS * 1000}",
        application_name="relasi",
    )
    line.read_only = not writes
    return line
