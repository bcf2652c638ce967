"""1,000,000 people looked through for duplicates, then 1,000 newcomers among them.

Made by seed: names by syllables, the first ones borne by many; a tenth of the people are second
records of others, with slips, other mailboxes and what is missing. Measured is the whole job,
from its first read to its last commit, training among it. Beside it the figure that Splink's
own README gives for a million records on a laptop.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .contacts_import import _house
from .rows import Row, row

PEOPLE = int(os.environ.get("RELASI_BENCH_MATCH_PEOPLE", "1000000"))
NEWCOMERS = 1_000
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SPLINK_README = 60.0
EVERYBODY, FEW = 15.0, 1.0

WORDS = """
SELECT setseed(0.42);
CREATE TEMP TABLE syllable AS SELECT n - 1 AS n, w FROM unnest(string_to_array(
    'ku su ma wa ra ni ti ha pra sa pu tra di wi la ga han tan li me', ' '))
    WITH ORDINALITY x(w, n);
CREATE TEMP TABLE word AS SELECT row_number() OVER (ORDER BY random()) - 1 AS n,
    a.w || b.w || c.w AS w FROM syllable a, syllable b, syllable c;
CREATE INDEX ON word (n)
"""
DRAWN = """
CREATE TEMP TABLE drawn AS SELECT n AS id,
    floor(power(random(), 2.2) * 3000)::int AS given, floor(power(random(), 2) * 8000)::int AS fam,
    floor(power(random(), 2) * 200)::int AS town, floor(random() * 3000)::int AS road,
    floor(random() * 300)::int AS house, floor(random() * 20400)::int AS day,
    floor(random() * 9e9)::bigint AS phone, floor(random() * 1000)::int AS tail, random() AS r,
    random() AS s FROM generate_series(1, {people}) n;
CREATE TEMP TABLE person AS SELECT d.id, g.w AS given, CASE WHEN d.r < 0.12 THEN '' ELSE f.w END
    AS family, '1950-01-01'::date + d.day AS born, 'Jl. ' || r.w || ' No. ' || d.house AS street,
    (10000 + d.town * 97 + d.tail % 50)::text AS postal, 'Kota ' || t.w AS city,
    'Provinsi ' || d.town % 34 AS region, g.w || '.' || f.w || d.tail AS mailbox, d.id AS number,
    '+628' || lpad(d.phone::text, 10, '0') AS phone, d.r, d.s
    FROM drawn d JOIN word g ON g.n = d.given JOIN word f ON f.n = d.fam % 8000
    JOIN word r ON r.n = d.road JOIN word t ON t.n = d.town
"""
CONTACT = """
INSERT INTO contacts_contact (id, name, given_name, family_name, job_title, street, postal_code,
    city, region, country, language, time_zone, born_on, source, fields, is_sample, created_at,
    updated_at, version)
SELECT id + {offset}, {given} || ' ' || {family}, {given}, {family}, '', {street}, {postal}, city,
    region, 'ID', '', '', {born}, '', '{{}}', false, '{now}', '{now}', 1
FROM person WHERE {which};
INSERT INTO contacts_identity (contact_id, kind, value, shown, label, is_primary, validity,
    created_at)
SELECT id + {offset}, 'email', {mailbox} || '.' || number || '@{host}', '', '', true, 'unknown',
    '{now}'::timestamptz FROM person WHERE s < 0.85 AND {which}
UNION ALL SELECT id + {offset}, 'phone', {phone}, '', '', true, 'unknown', '{now}'::timestamptz
    FROM person WHERE s > 0.2 AND {which}
ON CONFLICT DO NOTHING
"""
AS_THEY_ARE = {
    "given": "given",
    "family": "family",
    "street": "CASE WHEN s < 0.6 THEN street ELSE '' END",
    "postal": "CASE WHEN s < 0.6 THEN postal ELSE '' END",
    "born": "CASE WHEN r < 0.6 THEN born END",
    "mailbox": "mailbox",
    "phone": "phone",
    "host": "mail.example",
}
AGAIN = AS_THEY_ARE | {
    "given": "CASE WHEN s < 0.1 THEN left(given, -2) || right(given, 1) ELSE given END",
    "family": "CASE WHEN s > 0.9 THEN left(family, -1) ELSE family END",
    "born": "CASE WHEN r < 0.5 THEN born WHEN r < 0.6 THEN born + 9 END",
    "phone": "left(phone, -1) || 9 - right(phone, 1)::int",
    "host": "post.example",
}


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="relasi-bench-match-") as name, _house(Path(name)):
        _fill()
        everybody = _timed(_search, NOON + timedelta(days=1))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = _proposed()
        _add_newcomers(NOON + timedelta(days=2))
        few = _timed(_search_again, NOON + timedelta(days=2, minutes=1))
        again = _timed(_search, NOON + timedelta(days=3))
    peer = ("Splink's README, a laptop", SPLINK_README)
    return [
        row("contacts", f"{PEOPLE:,} people without duplicates", everybody, peer=peer,
            at_most=EVERYBODY),
        row("contacts", "pairs proposed of those made", found * 100, "%"),
        row("contacts", "its peak memory, worker", memory, "MB"),
        row("contacts", "the same once more", again),
        row("contacts", f"{NEWCOMERS:,} newcomers among them", few, at_most=FEW),
    ]  # fmt: skip


def _timed(search: Callable[[datetime], Any], now: datetime) -> float:
    began = time.perf_counter()
    run = search(now)
    assert run.state == "done", run.problem
    seconds = time.perf_counter() - began
    print(f"  {run.kind}: {run.people} people, {run.pairs} pairs, {seconds:.1f} s", flush=True)
    return seconds


def _search(now: datetime) -> Any:
    from relasi.contacts.matching.testing import search

    return search(now)


def _search_again(now: datetime) -> Any:
    from relasi.contacts.matching.testing import search_again

    return search_again(now)


def _fill() -> None:
    twins = PEOPLE // 10
    _execute(WORDS)
    _execute(DRAWN.format(people=PEOPLE - twins))
    _execute(CONTACT.format(**AS_THEY_ARE, offset=0, now=NOON, which="true"))
    _execute(CONTACT.format(**AGAIN, offset=PEOPLE, now=NOON, which=f"id <= {twins}"))
    _execute("VACUUM ANALYZE contacts_contact; VACUUM ANALYZE contacts_identity")


def _add_newcomers(now: datetime) -> None:
    """Second records of people who had one so far."""
    twins = PEOPLE // 10
    which = f"id > {twins} AND id <= {twins + NEWCOMERS}"
    _execute(CONTACT.format(**AGAIN, offset=PEOPLE, now=now, which=which))


def _proposed() -> float:
    from relasi.contacts.models import MatchProposal

    pairs = MatchProposal.objects.filter(b_id__gt=PEOPLE).extra(where=[f"b_id - a_id = {PEOPLE}"])
    return pairs.count() / (PEOPLE // 10)


def _execute(statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            for one in statement.split("; "):
                cursor.execute(one)
