"""What holds of each person, as one relation: contact_id, source, marks, lacks.

Parameters: now, alive_since.
"""

from relasi.engine import relations
from relasi.reports.rules.quality import LACKS, MARKS

# Bit by bit what an address is: of the primary one, which is the one that is written to.
FOUND = {
    "role": "role",
    "disposable": "disposable",
    "typo": "typo",
    "no_mail": "no_mail",
    "unreadable": "unreadable",
}
BAD = ("typo", "no_mail", "unreadable", "disposable")


def facts_sql() -> str:
    """A SELECT of one row for everybody who was not deleted."""
    return f"""
    SELECT id AS contact_id, source, (
        {_bits()}
    )::int AS marks, (
        {_lacking()}
    )::int AS lacks
    FROM (
        SELECT c.id, c.source, c.name, c.city, c.country, c.language, c.born_on,
            e.value AS email, p.value AS phone,
            coalesce(e.validity = 'invalid', false) AS email_invalid,
            coalesce(p.validity = 'invalid', false) AS phone_invalid,
            coalesce(f.found, 0) AS found, coalesce(g.found, 0) AS phone_found,
            coalesce(s.bounced, false) AS bounced,
            coalesce(s.address IS NOT NULL, false) AS suppressed,
            coalesce(s.gone, false) OR coalesce(NOT m.granted, false) AS gone,
            coalesce(m.granted, false) AS granted, m.granted IS NOT NULL AS asked,
            coalesce(h.granted, false) AS phone_granted,
            r.contact_id IS NOT NULL AS restricted, a.contact_id IS NOT NULL AS alive,
            d.contact_id IS NOT NULL AS double
        FROM {relations.physical("contacts")} c
        LEFT JOIN {_primary("email")} e ON e.contact_id = c.id
        LEFT JOIN {_primary("phone")} p ON p.contact_id = c.id
        LEFT JOIN {_findings()} f ON f.identity_id = e.id
        LEFT JOIN {_findings()} g ON g.identity_id = p.id
        LEFT JOIN {_suppressed()} s ON s.address = e.value
        LEFT JOIN {_permission("email")} m ON m.contact_id = c.id
        LEFT JOIN {_permission("phone")} h ON h.contact_id = c.id
        LEFT JOIN (SELECT DISTINCT contact_id FROM {relations.physical("restricted")}) r
            ON r.contact_id = c.id
        LEFT JOIN {_alive()} a ON a.contact_id = c.id
        LEFT JOIN {_double()} d ON d.contact_id = c.id
        WHERE c.erased_at IS NULL
    ) person
    """  # noqa: S608 - names of tables only


HOLDS = {
    "email": "email IS NOT NULL",
    "phone": "phone IS NOT NULL",
    "good_email": "email IS NOT NULL AND NOT email_invalid AND NOT bounced AND found & {bad} = 0",
    "may_write": "email IS NOT NULL AND granted AND NOT suppressed AND NOT restricted",
    "alive": "alive",
    "single": "NOT double",
    "bounced": "bounced",
    "left": "gone",
    "never_asked": "email IS NOT NULL AND NOT asked",
    "phone_unused": "phone_found <> 0",
    "phone_allowed": "phone_granted AND NOT restricted",
    "called_bad": "email_invalid OR phone_invalid",
}
EMPTY = {
    "name": "name = ''",
    "email": "email IS NULL",
    "phone": "phone IS NULL",
    "city": "city = ''",
    "country": "country = ''",
    "language": "language = ''",
    "born_on": "born_on IS NULL",
    "source": "source = ''",
}


def _bits() -> str:
    bad = sum(MARKS[key] for key in BAD)
    holds = HOLDS | {key: f"found & {MARKS[key]} <> 0" for key in FOUND}
    return "\n        + ".join(
        f"CASE WHEN {said.format(bad=bad)} THEN {MARKS[key]} ELSE 0 END"
        for key, said in holds.items()
    )


def _lacking() -> str:
    return "\n        + ".join(
        f"CASE WHEN {EMPTY[key]} THEN {bit} ELSE 0 END" for key, bit in LACKS.items()
    )


def _primary(kind: str) -> str:
    return f"""(SELECT id, contact_id, value, validity FROM {relations.physical("identities")}
        WHERE kind = '{kind}' AND is_primary)"""  # noqa: S608 - our own words


def _findings() -> str:
    """What is doubtful about an address and was not left as it is; of phones the number alone."""
    bits = " ".join(f"WHEN '{kind}' THEN {MARKS[mark]}" for kind, mark in FOUND.items())
    return f"""(SELECT identity_id, bit_or(CASE kind {bits} ELSE {MARKS["phone_unused"]} END)
        AS found FROM {relations.physical("address_findings")}
        WHERE left_at IS NULL GROUP BY identity_id)"""  # noqa: S608 - our own words


def _suppressed() -> str:
    return f"""(SELECT address, bool_or(reason = 'bounced') AS bounced,
        bool_or(reason IN ('unsubscribed', 'complained')) AS gone
        FROM {relations.physical("suppressions")}
        WHERE channel = 'email' AND lifted_at IS NULL GROUP BY address)"""  # noqa: S608


def _permission(channel: str) -> str:
    return f"""(SELECT contact_id, granted FROM {relations.physical("permissions")}
        WHERE channel = '{channel}' AND purpose = 'marketing')"""  # noqa: S608 - our own words


def _alive() -> str:
    """Who visited, opened, clicked, ordered or allowed something since %(alive_since)s."""
    return f"""(SELECT contact_id FROM {relations.physical("events")}
        WHERE NOT by_machine AND at >= %(alive_since)s AND at < %(now)s
            AND (channel = 'web' OR name IN ('link clicked', 'email opened'))
        UNION SELECT contact_id FROM {relations.physical("orders")}
        WHERE placed_at >= %(alive_since)s
        UNION SELECT contact_id FROM {relations.physical("permissions")}
        WHERE granted AND stated_at >= %(alive_since)s)"""  # noqa: S608 - names of tables only


def _double() -> str:
    return f"""(SELECT a_id AS contact_id FROM {relations.physical("match_proposals")}
        WHERE state = 'open' UNION SELECT b_id FROM {relations.physical("match_proposals")}
        WHERE state = 'open')"""  # noqa: S608 - names of tables only
