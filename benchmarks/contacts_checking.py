"""1,000,000 people's addresses looked at, and the quality of their list counted.

Made by seed: 40,000 domains beside the large providers, one address in two hundred mistyped, one
in a hundred of a task. Measured is the whole job, from its first read to its last commit. Beside
it stands email-validator, a check of each address alone and of its syntax only; it is run over
a part of the same addresses and reckoned up.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .contacts_import import _house
from .rows import Row, row

PEOPLE = int(os.environ.get("RELASI_BENCH_CHECK_PEOPLE", "1000000"))
PEERED = 20_000
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
CHECKED, COUNTED = 30.0, 30.0
FILL = f"""
SELECT setseed(0.42);
INSERT INTO contacts_contact (id, name, given_name, family_name, job_title, street, postal_code,
    city, region, country, language, time_zone, source, fields, is_sample, created_at, updated_at,
    version)
SELECT n, 'Person ' || n, '', '', '', '', '', CASE WHEN n % 3 = 0 THEN 'Bandung' ELSE '' END, '',
    'ID', '', '', 'source ' || n % 20, '{{}}', false, '{NOON}', '{NOON}', 1
FROM generate_series(1, {PEOPLE}) n;
INSERT INTO contacts_identity (contact_id, kind, value, shown, label, is_primary, validity,
    created_at)
SELECT n, 'email', CASE WHEN n % 100 = 7 THEN 'info+' ELSE 'p.' END || n || '@' || CASE
    WHEN n % 200 = 1 THEN
        (ARRAY['gmial.com', 'gmail.con', 'yaho.co.id', 'outlok.com'])[1 + n / 200 % 4]
    WHEN r < 0.5 THEN 'gmail.com' WHEN r < 0.65 THEN 'yahoo.co.id' WHEN r < 0.7 THEN 'outlook.com'
    WHEN r < 0.72 THEN 'mailinator.com' ELSE 'firma-' || md5((n % 40000)::text) || '.example' END,
    '', '', true, 'unknown', '{NOON}'
FROM (SELECT n, random() AS r FROM generate_series(1, {PEOPLE}) n) drawn;
INSERT INTO contacts_identity (contact_id, kind, value, shown, label, is_primary, validity,
    created_at)
SELECT n, 'phone', '+628' || (1000000000 + n * 7919 % 8999999999), '', '', true, 'unknown',
    '{NOON}' FROM generate_series(1, {PEOPLE}) n WHERE n % 2 = 0;
INSERT INTO consent_permission (contact_id, channel, purpose, granted, stated_at, source)
SELECT n, 'email', 'marketing', n % 4 <> 0, '{NOON}', 'form' FROM generate_series(1, {PEOPLE}) n;
"""
VACUUM = "VACUUM ANALYZE contacts_contact; VACUUM ANALYZE contacts_identity"


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="relasi-bench-check-") as name, _house(Path(name)):
        _execute(FILL)
        _execute(VACUUM)
        first = _timed(lambda: _check(NOON))
        again = _timed(lambda: _check(NOON + timedelta(days=1)))
        counted = _timed(lambda: _count(NOON))
        counted_again = _timed(lambda: _count(NOON + timedelta(days=1)))
        alone = _validated() * PEOPLE / PEERED
    peer = ("email-validator, each alone", alone)
    return [
        row("contacts", f"addresses of {PEOPLE:,} checked", first, peer=peer, at_most=CHECKED),
        row("contacts", "the same the next night", again, at_most=CHECKED),
        row("contacts", "quality of their list counted", counted, at_most=COUNTED),
        row("contacts", "the same the next night", counted_again, at_most=COUNTED),
    ]


def _check(now: datetime) -> None:
    from relasi.contacts.checking.testing import checked

    check = checked(now)
    assert check.state == "done", check.problem
    print(f"  {check.addresses} addresses, {check.domains} domains, {check.findings} findings")


def _count(now: datetime) -> None:
    from relasi.reports.actions.counting import count_quality

    print(f"  score {count_quality(now=now)}")


def _validated() -> float:
    from email_validator import validate_email

    from relasi.contacts.models import Identity

    rows = Identity.objects.filter(kind="email").order_by("pk")[:PEERED]
    addresses = list(rows.values_list("value", flat=True))
    began = time.perf_counter()
    for address in addresses:
        validate_email(address, check_deliverability=False)
    return time.perf_counter() - began


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    print(f"  {seconds:.1f} s", flush=True)
    return seconds


def _execute(statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in filter(str.strip, statements.split(";")):
            cursor.execute(statement)
