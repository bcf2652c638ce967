"""A million people in a minute: the same ones for the same seed.

`seed(cursor)` fills an empty installation through INSERT … SELECT: people with given and
family names of some hundred each, two of three with a phone, every fifth with a company,
custom fields, tags. Indexes that are not unique are dropped before and made again after.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

GIVEN = [
    "Ayu",
    "Putri",
    "Dewi",
    "Siti",
    "Ratna",
    "Intan",
    "Maya",
    "Wulan",
    "Sari",
    "Fitri",
    "Nur",
    "Lestari",
    "Indah",
    "Kartika",
    "Melati",
    "Agus",
    "Budi",
    "Rizky",
    "Bagas",
    "Wahyu",
    "Dimas",
    "Eko",
    "Fajar",
    "Hendra",
    "Joko",
    "Made",
    "Wayan",
    "Ketut",
    "Nyoman",
    "Yohanes",
    "Hannah",
    "Oliver",
    "Clara",
    "Lukas",
    "Emma",
    "Noah",
    "Mia",
    "Liam",
    "Sofia",
    "Jonas",
    "Amelie",
    "Felix",
    "Mei",
    "Wei",
    "Jun",
    "Aiko",
    "Hiro",
    "Fatima",
    "Omar",
    "Aisha",
    "Ibrahim",
    "Priya",
    "Arjun",
    "Chloe",
    "Hugo",
    "Ines",
    "Mateo",
    "Lucia",
    "Diego",
    "Elena",
]
FAMILY = [
    "Kusuma",
    "Siregar",
    "Simanjuntak",
    "Wijaya",
    "Setiawan",
    "Kurniawan",
    "Ramadhan",
    "Hidayat",
    "Permatasari",
    "Anjani",
    "Lumbantoruan",
    "Rahmawati",
    "Wirawan",
    "Prasetyo",
    "Tandiono",
    "Hartono",
    "Gunawan",
    "Santoso",
    "Nugroho",
    "Halim",
    "Whitfield",
    "Grant",
    "Schneider",
    "Fischer",
    "Weber",
    "Tan",
    "Lim",
    "Wong",
    "Chen",
    "Sato",
    "Suzuki",
    "Khan",
    "Patel",
    "Silva",
    "Garcia",
    "Martin",
    "Bernard",
    "Rossi",
    "Jansen",
    "Novak",
    "Kowalski",
    "Nielsen",
    "Berg",
    "Murphy",
    "Kelly",
    "Walsh",
    "Brown",
]
CITIES = [
    "Bandung",
    "Jakarta",
    "Surabaya",
    "Denpasar",
    "Medan",
    "Semarang",
    "Malang",
    "Makassar",
    "Bogor",
    "Solo",
    "Padang",
    "Ubud",
    "Yogyakarta",
    "Balikpapan",
    "Gianyar",
    "Kediri",
    "Singapore",
    "Berlin",
    "London",
    "Amsterdam",
    "Tokyo",
    "Sydney",
]
INDUSTRIES = ("Hotel", "Café", "Office", "School", "Restaurant", "Shop", "Hospital")
BREWS = ("V60", "French press", "Espresso", "Moka pot", "Aeropress")
TAGS = ("VIP", "Decaf", "Wholesale", "Newsletter", "Tasting", "Press", "Student", "Bandung club")
TABLES = (
    "contacts_contact",
    "contacts_identity",
    "contacts_contacttag",
    "contacts_company",
)
# A number that looks random and is the same every time: Knuth's multiplicative hash.
HASH = "((n::bigint * 2654435761 + %(seed)s * 40503) %% 4294967296)"


def seed(cursor: Any, people: int = 1_000_000, companies: int = 20_000, number: int = 7) -> None:
    """Fill the tables of `contacts`; `cursor` is Django's or psycopg's, in a transaction."""
    params = {
        "seed": number,
        "people": people,
        "companies": companies,
        "given": GIVEN,
        "family": FAMILY,
        "cities": CITIES,
        "industries": list(INDUSTRIES),
        "brews": list(BREWS),
        "tags": list(TAGS),
    }
    with without_indexes(cursor):
        for statement in STATEMENTS:
            cursor.execute(statement, params)
    for table in TABLES:
        cursor.execute(f"ANALYZE {table}")


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Plain indexes of the tables are away inside; those of constraints stay."""
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
        " WHERE t.relname = ANY(%s) AND NOT i.indisunique",
        [list(TABLES)],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, definition in found:
        cursor.execute(definition)


STATEMENTS = (
    """
    INSERT INTO contacts_customfield (of, key, label, kind, choices, position, is_sample)
    VALUES ('contact', 'brews_with', 'Brews with', 'choice', to_jsonb(%(brews)s::text[]), 1,
            FALSE),
           ('contact', 'cups', 'Cups a day', 'number', '[]', 2, FALSE),
           ('contact', 'member', 'Member', 'boolean', '[]', 3, FALSE)
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO contacts_tag (name, is_sample) SELECT unnest(%(tags)s::text[]), FALSE
    ON CONFLICT DO NOTHING
    """,
    f"""
    INSERT INTO contacts_company (name, domain, industry, city, country, fields, is_sample,
                                  created_at, updated_at, version)
    SELECT (%(family)s::text[])[1 + h %% cardinality(%(family)s::text[])] || ' ' || n,
           'company' || n || '.example', (%(industries)s::text[])[1 + h / 7 %% 7],
           (%(cities)s::text[])[1 + h / 11 %% cardinality(%(cities)s::text[])], 'ID', '{{}}',
           FALSE,
           now() - (h %% 1000) * interval '1 day', now() - (h %% 1000) * interval '1 day', 1
    FROM (SELECT n, {HASH} AS h FROM generate_series(1, %(companies)s) n) r
    """,
    f"""
    INSERT INTO contacts_contact (name, given_name, family_name, job_title, company_id, street,
        postal_code, city, region, country, language, time_zone, born_on, source, fields,
        is_sample, created_at, updated_at, version)
    SELECT given || ' ' || family, given, family, '',
           CASE WHEN h / 103 %% 5 = 0 THEN first_company + (h / 5 %% %(companies)s) END, '', '',
           (%(cities)s::text[])[1 + h / 127 %% cardinality(%(cities)s::text[])], '',
           CASE WHEN h / 101 %% 10 < 8 THEN 'ID' ELSE 'DE' END,
           CASE WHEN h / 101 %% 10 < 8 THEN 'id' ELSE 'en' END, '',
           date '1950-01-01' + (h / 107 %% 20000)::int,
           CASE WHEN h / 109 %% 3 = 0 THEN 'Fair' ELSE '' END,
           jsonb_build_object('brews_with', (%(brews)s::text[])[1 + h / 131 %% 5],
                              'cups', h / 137 %% 9, 'member', h / 113 %% 4 = 0),
           FALSE, now() - (h / 3 %% 126230400) * interval '1 second',
           now() - (h / 5 %% 8640000) * interval '1 second', 1
    FROM (SELECT n, h, first_company,
                 (%(given)s::text[])[1 + h %% cardinality(%(given)s::text[])] AS given,
                 (%(family)s::text[])[1 + h / 61 %% cardinality(%(family)s::text[])] AS family
          FROM (SELECT n, {HASH} AS h FROM generate_series(1, %(people)s) n) r,
               (SELECT min(id) AS first_company FROM contacts_company) f) p
    """,
    """
    INSERT INTO contacts_identity (contact_id, kind, value, shown, label, is_primary, validity,
                                   created_at)
    SELECT id, 'email', lower(given_name || '.' || family_name || id || '@mailku.id'), '', '', TRUE,
           CASE WHEN id %% 50 = 0 THEN 'invalid' ELSE 'unknown' END, created_at
    FROM contacts_contact
    """,
    """
    INSERT INTO contacts_identity (contact_id, kind, value, shown, label, is_primary, validity,
                                   created_at)
    SELECT id, 'phone', '+628' || lpad(id::text, 9, '0'), '', '', TRUE, 'unknown', created_at
    FROM contacts_contact WHERE id %% 3 > 0
    """,
    """
    INSERT INTO contacts_contacttag (contact_id, tag_id, tagged_at)
    SELECT c.id, t.id, c.created_at FROM contacts_contact c
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contacts_tag) t
      ON c.id %% (t.n * 9) = 0
    """,
)
