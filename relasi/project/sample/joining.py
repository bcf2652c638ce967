"""People, companies, tags and consents of the sample company go in."""

import json
from collections.abc import Sequence
from datetime import datetime

import duckdb
from django.db import connection

from relasi.consent import public as consent
from relasi.timeline import public as timeline

from .copying import copy_rows, reserve
from .people import Household, Person, companies, people

BY = "system"
FIELDS = (
    ("household_size", "Household size", ("1", "2", "3", "4", "5+")),
    ("children", "Children", ("0", "1", "2", "3+")),
    ("income", "Income", ("Under 15K", "15-24K", "25-34K", "35-49K", "50-74K", "75-99K",
                          "100-124K", "125-149K", "150-174K", "175-199K", "200-249K", "250K+")),
)  # fmt: skip


def load_people(con: duckdb.DuckDBPyConnection, seed: int, now: datetime) -> None:
    """Everybody, and `contact_ids` for the steps that follow."""
    found = list(people(_households(con), seed, now, _taken()))
    first_company = _load_companies(seed, now)
    first = reserve("contacts_contact", len(found))
    ids = {person.key: first + place for place, person in enumerate(found)}
    _load_fields()
    _load_contacts(found, ids, first_company)
    _load_addresses(found, ids, now)
    _load_tags(found, ids)
    _load_consents(found, ids)
    con.execute(
        "CREATE TABLE contact_ids"
        " (household_id bigint, id bigint, signed_up_at timestamptz, source varchar)"
    )
    con.executemany(
        "INSERT INTO contact_ids VALUES (?, ?, ?, ?)",
        [(person.key, ids[person.key], person.signed_up_at, person.source) for person in found],
    )


def _households(con: duckdb.DuckDBPyConnection) -> list[Household]:
    rows = con.execute(
        "SELECT b.household_id, min(b.happened), any_value(d.age), any_value(d.income),"
        " any_value(d.household_size), any_value(d.kids_count)"
        " FROM baskets b LEFT JOIN demographics d USING (household_id)"
        " GROUP BY ALL ORDER BY b.household_id"
    ).fetchall()
    return [Household(*row) for row in rows]


def _taken() -> list[str]:
    """Addresses of people who were here before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM contacts_identity WHERE kind = 'phone' OR value LIKE '%@example.%'"
        )
        return [row[0] for row in cursor.fetchall()]


def _load_companies(seed: int, now: datetime) -> int:
    found = companies(seed)
    first = reserve("contacts_company", len(found))
    copy_rows(
        "contacts_company",
        "id, name, domain, industry, city, country, fields, is_sample, created_at, updated_at,"
        " updated_by, version",
        (
            (id_, c.name, c.domain, c.industry, c.city, c.country, "{}", True, now, now, BY, 1)
            for id_, c in enumerate(found, first)
        ),
    )
    return first


def _load_fields() -> None:
    """Three fields of the data. One that the company has already is left as it is."""
    with connection.cursor() as cursor:
        for position, (key, label, choices) in enumerate(FIELDS):
            cursor.execute(
                "INSERT INTO contacts_customfield"
                ' ("of", key, label, kind, choices, position, is_sample)'
                " VALUES ('contact', %s, %s, 'choice', %s, %s, true) ON CONFLICT DO NOTHING",
                [key, label, json.dumps(choices), position],
            )


def _load_contacts(found: Sequence[Person], ids: dict[int, int], first_company: int) -> None:
    copy_rows(
        "contacts_contact",
        "id, name, given_name, family_name, job_title, company_id, street, postal_code, city,"
        " region, country, language, time_zone, born_on, source, fields, is_sample, created_at,"
        " updated_at, updated_by, version",
        (
            (
                ids[p.key],
                p.name,
                p.given_name,
                p.family_name,
                p.job_title,
                None if p.company is None else first_company + p.company,
                p.street,
                p.postal_code,
                p.city,
                p.region,
                p.country,
                p.language,
                p.time_zone,
                p.born_on,
                p.source,
                json.dumps(p.fields),
                True,
                p.signed_up_at,
                p.signed_up_at,
                BY,
                1,
            )
            for p in found
        ),
    )


def _load_addresses(found: Sequence[Person], ids: dict[int, int], now: datetime) -> None:
    copy_rows(
        "contacts_identity",
        "contact_id, kind, value, shown, label, is_primary, validity, created_at",
        (
            (ids[p.key], kind, value, value, "", True, validity, p.signed_up_at)
            for p in found
            for kind, value, validity in _addresses(p)
        ),
    )
    copy_rows(
        "consent_suppression",
        "channel, address, reason, detail, is_sample, suppressed_at, suppressed_by, lifted_by",
        (
            (
                "email",
                p.email,
                "bounced",
                "550 5.1.1 no such user",
                True,
                max(p.signed_up_at, now.replace(day=1)),
                BY,
                "",
            )
            for p in found
            if p.email_bounces
        ),
    )


def _addresses(person: Person) -> list[tuple[str, str, str]]:
    found = [("email", person.email, "valid")]
    if person.phone:
        found.append(("phone", person.phone, "unknown"))
    if person.key > 0:
        found.append(("external", f"household-{person.key}", "unknown"))
    return found


def _load_tags(found: Sequence[Person], ids: dict[int, int]) -> None:
    names = sorted({tag for person in found for tag in person.tags})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_tag (name, is_sample) SELECT unnest(%s::text[]), true"
            " ON CONFLICT DO NOTHING",
            [names],
        )
        cursor.execute("SELECT name, id FROM contacts_tag WHERE name = ANY(%s)", [names])
        tag_ids = dict(cursor.fetchall())
    copy_rows(
        "contacts_contacttag",
        "contact_id, tag_id, tagged_at",
        ((ids[p.key], tag_ids[tag], p.signed_up_at) for p in found for tag in p.tags),
    )


def _load_consents(found: Sequence[Person], ids: dict[int, int]) -> None:
    """Statements into the ledger; what holds, and what the timeline says, follow from it."""
    first = reserve("consent_consent", sum(len(person.sayings) for person in found))
    said = ((ids[person.key], saying) for person in found for saying in person.sayings)
    copy_rows(
        "consent_consent",
        "id, contact_id, channel, purpose, granted, stated_at, source, wording, proof,"
        " recorded_by, recorded_at",
        (
            (id_, contact_id, s.channel, s.purpose, s.granted, s.at, s.source, "", "{}", BY, s.at)
            for id_, (contact_id, s) in enumerate(said, first)
        ),
    )
    consent.recompute("SELECT id FROM contacts_contact WHERE is_sample")
    timeline.record_select(
        "SELECT contact_id, stated_at AS at, 'people' AS channel, source,"
        " CASE WHEN granted THEN 'consent granted' ELSE 'consent withdrawn' END AS name,"
        " jsonb_build_object('channel', channel, 'purpose', purpose) AS properties,"
        " 'consent:' || id AS key, true AS is_sample FROM consent_consent WHERE id >= %s",
        [first],
    )
