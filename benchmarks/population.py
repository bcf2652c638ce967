"""A seeded company of 1,000,000 people and 20 million order lines, made once, in PostgreSQL.

    python -m benchmarks.population [people]

It lives in its own cluster under RELASI_BENCH_HOME (default ~/.cache/relasi-bench) and is
kept between runs. The same seed gives the same rows; AS_OF is "now" for every benchmark.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from relasi.project.supervision.postgres import ADMIN, ROLE, Cluster

HOME = Path(os.environ.get("RELASI_BENCH_HOME", Path.home() / ".cache" / "relasi-bench"))
AS_OF = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
PEOPLE = 1_000_000
SETTINGS = (
    ("shared_buffers", "1GB"),
    ("work_mem", "64MB"),
    ("maintenance_work_mem", "1GB"),
    ("max_wal_size", "8GB"),
    ("random_page_cost", "1.1"),
)
MARKER = "relasi_bench"
FILLED = (
    "contacts_contact",
    "contacts_identity",
    "contacts_tag",
    "contacts_contacttag",
    "consent_consent",
    "consent_permission",
    "consent_suppression",
    "commerce_category",
    "commerce_product",
    "commerce_order",
    "commerce_orderline",
    "commerce_return",
)

NAMES = """
CREATE TEMP TABLE given AS SELECT * FROM unnest(ARRAY['Putri','Agus','Siti','Budi','Dewi','Wahyu',
 'Bagas','Ratna','Tan','Lukas','Maya','Dimas','Sari','Andi','Rina','Joko','Ayu','Hendra','Lestari',
 'Fajar','Nina','Yoga','Indah','Rizki']) WITH ORDINALITY AS t(name, n);
CREATE TEMP TABLE family AS SELECT * FROM unnest(ARRAY['Siregar','Setiawan','Rahmawati','Kusuma',
 'Hidayat','Anjani','Prasetyo','Kurniawan','Mei Lin','Wijaya','Saputra','Lestari','Nasution',
 'Halim','Santoso','Utami','Pratama','Gunawan','Simanjuntak']) WITH ORDINALITY AS t(name, n);
CREATE TEMP TABLE town AS SELECT * FROM unnest(ARRAY['Jakarta','Bandung','Surabaya','Medan',
 'Semarang','Makassar','Palembang','Depok','Tangerang','Bekasi','Bogor','Malang','Yogyakarta',
 'Denpasar','Padang','Batam','Pontianak','Manado','Solo','Balikpapan'])
 WITH ORDINALITY AS t(name, n);
"""

CONTACTS = """
INSERT INTO contacts_contact (id, name, given_name, family_name, job_title, street, postal_code,
  city, region, country, language, time_zone, born_on, source, fields, is_sample,
  created_at, updated_at, version)
SELECT i, g.name || ' ' || f.name, g.name, f.name, '', '', '', coalesce(t.name, ''), '', 'ID',
  CASE WHEN b < 0.8 THEN 'id' ELSE 'en' END, 'Asia/Jakarta',
  CASE WHEN b < 0.6 THEN date '1950-01-01' + (c * 20000)::int END,
  (ARRAY['shop','fair','web form','import'])[1 + (d * 4)::int % 4],
  jsonb_build_object('tier', (ARRAY['gold','silver','bronze'])[1 + (e * 3)::int % 3],
                     'visits', (d * 40)::int),
  false, at, at, 1
FROM (SELECT i, random() a, random() b, random() c, random() d, random() e,
        %(as_of)s::timestamptz - random() * interval '1800 days' AS at
      FROM generate_series(1, %(people)s) i OFFSET 0) x
JOIN given g ON g.n = 1 + i %% 24 JOIN family f ON f.n = 1 + (i / 24) %% 19
LEFT JOIN town t ON t.n = 1 + floor(power(a, 2) * 21)::int
ORDER BY i
"""

ADDRESSES = """
INSERT INTO contacts_identity (contact_id, kind, value, shown, label, is_primary, validity,
                               created_at)
SELECT id, 'email', 'p' || id || '@example.org', 'p' || id || '@example.org', '', true,
  CASE WHEN random() < 0.02 THEN 'invalid' ELSE 'valid' END, created_at
FROM contacts_contact WHERE id %% 20 <> 0 ORDER BY id;
INSERT INTO contacts_identity (contact_id, kind, value, shown, label, is_primary, validity,
                               created_at)
SELECT id, 'phone', '+62' || (81000000000 + id), '+62' || (81000000000 + id), '', true, 'unknown',
  created_at FROM contacts_contact WHERE id %% 10 < 7 ORDER BY id;
INSERT INTO consent_permission (contact_id, channel, purpose, granted, stated_at, source)
SELECT id, c, 'marketing', random() < 0.75, created_at, 'form'
FROM contacts_contact, unnest(ARRAY['email', 'whatsapp']) c
WHERE random() < CASE c WHEN 'email' THEN 0.8 ELSE 0.4 END ORDER BY id;
INSERT INTO consent_consent (contact_id, channel, purpose, granted, stated_at, source, wording,
                             proof, recorded_by, recorded_at)
SELECT contact_id, channel, purpose, granted, stated_at, source, '', '{}', 'import', stated_at
FROM consent_permission ORDER BY id;
INSERT INTO consent_suppression (channel, address, reason, detail, is_sample, suppressed_at,
                                 suppressed_by, lifted_by)
SELECT 'email', value, 'unsubscribed', '', false, %(as_of)s, 'import', ''
FROM contacts_identity WHERE kind = 'email' AND contact_id %% 97 = 0 ORDER BY id;
INSERT INTO contacts_tag (id, name, is_sample)
SELECT i, 'tag ' || i, false FROM generate_series(1, 20) i;
INSERT INTO contacts_contacttag (contact_id, tag_id, tagged_at)
SELECT id, 1 + id %% 20, created_at FROM contacts_contact WHERE id %% 3 = 0 ORDER BY id
"""

GOODS = """
INSERT INTO commerce_category (id, name, parent_id, is_sample)
SELECT i, 'Category ' || i, NULL, false FROM generate_series(1, 24) i;
INSERT INTO commerce_product (id, sku, name, category_id, brand, price, currency, is_active,
                              is_sample, created_at, updated_at, version)
SELECT i, 'SKU-' || i, 'Product ' || i, 1 + floor(power(random(), 1.5) * 24)::int, '',
  (1 + i %% 400) * 500, 'IDR', true, false, %(as_of)s, %(as_of)s, 1
FROM generate_series(1, 2000) i
"""

# A rhythm of their own (3 to 180 days), a first day, and an end for those who left.
ORDERS = """
CREATE TEMP TABLE habit AS
SELECT id AS contact_id, 3 + 177 * power(random(), 2.2) AS gap,
  %(as_of)s::timestamptz - (20 + random() * 1000) * interval '1 day' AS since,
  CASE WHEN random() < 0.22 THEN 1 WHEN random() < 0.3 THEN 2 + floor(random() * 3)::int
       ELSE 12 END AS most, random() AS taste
FROM contacts_contact WHERE id %% 20 <> 7;
CREATE TEMP TABLE placed AS
SELECT row_number() OVER (ORDER BY at, contact_id, k) AS id, contact_id, at, taste,
  1 + floor(random() * 6.65)::int AS lines, random() AS fate
FROM (SELECT contact_id, k, taste,
        since + ((k - 1) * gap + (k > 1)::int * random() * gap * 0.5) * interval '1 day' AS at
      FROM habit, generate_series(1, most) k OFFSET 0) x
WHERE at <= %(as_of)s::timestamptz;
"""

LINES = """
INSERT INTO commerce_orderline (order_id, contact_id, product_id, placed_at, quantity, amount,
                                amount_base, number)
SELECT x.id, contact_id, p.id, at, q, q * p.price, q * p.price, n
FROM (SELECT o.id, contact_id, at, n, 1 + floor(power(random(), 3) * 4)::int AS q,
        1 + floor(CASE WHEN random() < 0.5 THEN taste * 1990 + random() * 9.99
                       ELSE power(random(), 1.3) * 1999.9 END)::int AS product
      FROM placed o, generate_series(1, o.lines) n OFFSET 0) x
JOIN commerce_product p ON p.id = least(product, 2000)
ORDER BY x.id, n;
INSERT INTO commerce_order (id, external_id, contact_id, status, placed_at, currency, total,
                            total_base, returned_base, coupon, source, is_sample, version)
SELECT o.id, 'O' || o.id, o.contact_id,
  CASE WHEN fate < 0.03 THEN 'cancelled' WHEN fate < 0.04 THEN 'open' ELSE 'completed' END,
  o.at, 'IDR', t.total, t.total, 0, '', 'shop', false, 1
FROM placed o JOIN (SELECT order_id, sum(amount) AS total FROM commerce_orderline
                    GROUP BY order_id) t ON t.order_id = o.id
ORDER BY o.id;
INSERT INTO commerce_return (order_id, line_id, quantity, amount, amount_base, returned_at, reason)
SELECT l.order_id, l.id, l.quantity, l.amount, l.amount_base, l.placed_at + interval '9 days', ''
FROM commerce_orderline l WHERE l.id %% 250 = 0 ORDER BY l.id;
UPDATE commerce_order o SET returned_base = r.back
FROM (SELECT order_id, sum(amount_base) AS back FROM commerce_return GROUP BY 1) r
WHERE r.order_id = o.id
"""


@contextlib.contextmanager
def company(people: int = PEOPLE) -> Iterator[str]:
    """The running database, filled; yields its address and stops the server afterwards."""
    cluster = Cluster(HOME / f"{people}-{_schema()}", settings=SETTINGS)
    cluster.home.mkdir(parents=True, exist_ok=True)
    cluster.home.chmod(0o755)
    cluster.prepare()
    server = cluster.start()
    try:
        if not _is_filled(cluster):
            _migrate(cluster)
            _fill(cluster, people)
        os.environ["RELASI_HOME"] = str(cluster.home)
        yield cluster.url()
    finally:
        cluster.stop(server)


def settle(address: str) -> None:
    """As after a quiet night: what was left behind is tidied up, what is in memory is on disk."""
    administrator = address.replace(f"user={ROLE}", f"user={ADMIN}")
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) insight_score")
        connection.execute("CHECKPOINT")


def _schema() -> str:
    """Another schema is another company: the cache is named after the migrations."""
    files = sorted(Path("relasi").rglob("migrations/*.py"))
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:8]


def _is_filled(cluster: Cluster) -> bool:
    with psycopg.connect(cluster.url()) as connection:
        found = connection.execute("SELECT to_regclass(%s)", [MARKER]).fetchone()
        return found is not None and found[0] is not None


def _migrate(cluster: Cluster) -> None:
    environment = os.environ | {
        "RELASI_DATABASE_URL": cluster.url(),
        "RELASI_HOME": str(cluster.home),
        "RELASI_SECRET": "a-secret-for-benchmarks-only",
        "DJANGO_SETTINGS_MODULE": "relasi.project.settings",
    }
    command = [sys.executable, "-m", "django", "migrate", "-v", "0", "--skip-checks"]
    subprocess.run(command, check=True, env=environment)


def _fill(cluster: Cluster, people: int) -> None:
    """As the administrator, without foreign key checks row by row; indexes come last."""
    began = time.monotonic()
    words = {"as_of": AS_OF.isoformat(), "people": str(people)}
    address = cluster.url().replace(f"user={ROLE}", f"user={ADMIN}")
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute("SELECT setseed(0.2026)")
        connection.execute("TRUNCATE " + ", ".join(FILLED) + " CASCADE")
        later = _drop_indexes(connection)
        for part in (NAMES, CONTACTS, ADDRESSES, GOODS, ORDERS, LINES):
            for statement in part.split(";\n"):
                _run(connection, statement, words, began)
        connection.execute("SET max_parallel_maintenance_workers = 2")
        for definition in later:
            _run(connection, definition.replace("%", "%%"), {}, began)
        for table in FILLED:
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                f" (SELECT max(id) + 1 FROM {table}))"
            )
        connection.execute(f"CREATE TABLE {MARKER} AS SELECT now() AS made_at")
        connection.execute(f"GRANT SELECT ON {MARKER} TO {ROLE}")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
    print(f"population: {time.monotonic() - began:.0f} s", file=sys.stderr)


def _drop_indexes(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY (%s::regclass[]) AND NOT indisunique",
        [list(FILLED)],
    ).fetchall()
    for name, _definition in rows:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in rows]


def _run(
    connection: psycopg.Connection, statement: str, words: dict[str, str], began: float
) -> None:
    bound = statement
    for key, value in words.items():
        bound = bound.replace(f"%({key})s", f"'{value}'" if key == "as_of" else value)
    connection.execute(bound.replace("%%", "%"))
    first = " ".join(statement.split())[:60]
    print(f"population: {time.monotonic() - began:5.0f} s  {first}", file=sys.stderr)


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with company(people) as address:
        print(address)


if __name__ == "__main__":
    main()
