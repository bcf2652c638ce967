"""What the part behind the @ tells: domains are few, however many addresses there are."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from relasi.contacts.checking import resolving
from relasi.contacts.checking.rules import Suggester, kind_of_domain

from . import findings

COUNTED = """
SELECT split_part(i.value, '@', 2) AS domain, count(*) AS users FROM contacts_identity i
WHERE i.kind = 'email'{} GROUP BY 1
"""
MAKE = "CREATE TEMP TABLE check_domain ON COMMIT DROP AS "
# Those that many use; what few write is compared with them.
FREQUENT = "SELECT domain, users FROM check_domain WHERE users >= 50 ORDER BY users DESC LIMIT 2000"
DOUBTFUL = """
CREATE TEMP TABLE check_doubtful (domain text, kind text, meant text) ON COMMIT DROP
"""
SPREAD = """
INSERT INTO check_found
SELECT i.id, d.kind, d.meant FROM contacts_identity i
JOIN check_doubtful d ON d.domain = split_part(i.value, '@', 2)
WHERE i.kind = 'email'{}
"""
NO_MAIL = """
INSERT INTO check_found
SELECT i.id, 'no_mail', '' FROM contacts_identity i
JOIN contacts_mailexchange m ON m.domain = split_part(i.value, '@', 2) AND m.answer = 'no'
WHERE i.kind = 'email'{}
"""
# A domain that takes mail does so tomorrow; one that does not may be put right; silence may pass.
LASTS = {"yes": timedelta(days=30), "no": timedelta(days=3), "silent": timedelta(hours=6)}
FRESH = " OR ".join(
    f"(m.answer = '{answer}' AND m.asked_at > %(now)s - interval '{int(span.total_seconds())} s')"
    for answer, span in LASTS.items()
)
TO_ASK = """
FROM (SELECT split_part(i.value, '@', 2) AS domain, count(*) AS users FROM contacts_identity i
      WHERE i.kind = 'email'{beside} GROUP BY 1) d
LEFT JOIN contacts_mailexchange m ON m.domain = d.domain
WHERE m.domain IS NULL OR NOT ({fresh})
"""
KEEP = """
INSERT INTO contacts_mailexchange (domain, answer, asked_at)
SELECT domain, answer, %s FROM unnest(%s::text[], %s::text[]) AS told (domain, answer)
ON CONFLICT (domain) DO UPDATE SET answer = excluded.answer, asked_at = excluded.asked_at
"""
AT_ONCE = 200
CHUNK = 20_000


def count() -> tuple[int, int]:
    """How many e-mail addresses there are, and how many domains they have."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sum(users), 0), count(*) FROM ({_counted()}) d")  # noqa: S608
        addresses, domains = cursor.fetchone()
    return int(addresses), int(domains)


def waiting(*, now: datetime) -> int:
    """How many domains are to be asked whether they take mail."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_to_ask()}", {"now": now})
        return int(cursor.fetchone()[0])


def ask_some(servers: Sequence[str], *, now: datetime) -> int:
    """Ask for the next domains, those with most addresses first; how many were asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.domain {_to_ask()} ORDER BY d.users DESC, d.domain LIMIT {AT_ONCE}",
            {"now": now},
        )
        wanted = [row[0] for row in cursor.fetchall()]
    if not wanted:
        return 0
    told = resolving.take_mail(wanted, servers)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KEEP, [now, list(told), list(told.values())])
    return len(wanted)


def gather(*, with_mail: bool) -> None:
    """`with_mail`: also what name servers said. Call findings.begin before."""
    beside = findings.not_restricted("i.contact_id")
    with connection.cursor() as cursor:
        cursor.execute(MAKE + _counted())
        cursor.execute(DOUBTFUL)
        cursor.execute(FREQUENT)
        suggester = Suggester(dict(cursor.fetchall()))
        # Read to the end first: nothing is asked while a COPY is under way.
        doubtful = list(_doubtful(suggester))
        with cursor.copy("COPY check_doubtful FROM STDIN") as copy:
            for row in doubtful:
                copy.write_row(row)
        cursor.execute(SPREAD.format(beside))
        if with_mail:
            cursor.execute(NO_MAIL.format(beside))
        cursor.execute("DROP TABLE check_domain, check_doubtful")


def _doubtful(suggester: Suggester) -> Iterator[tuple[str, str, str]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT domain, users FROM check_domain")
        while rows := cursor.fetchmany(CHUNK):
            for domain, users in rows:
                # Slips of large providers are thrown-away domains too: whoever bought them waits.
                if kind_of_domain(domain) == "disposable":
                    yield domain, "disposable", ""
                if meant := suggester.suggestion(domain, users):
                    yield domain, "typo", meant


def _counted() -> str:
    return COUNTED.format(findings.not_restricted("i.contact_id"))


def _to_ask() -> str:
    return TO_ASK.format(beside=findings.not_restricted("i.contact_id"), fresh=FRESH)
