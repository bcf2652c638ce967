"""Putting many addresses right, in the SQL of a bulk change (contacts.actions.bulk_sql): over
`contacts_contact c` and the `chosen` address of each when it is proposed, over its rows `r` when
it is made or taken back.
"""

ROWS = "r.change_id = %(change)s AND r.id BETWEEN %(first)s AND %(last)s"
MEANT = """(
    SELECT jsonb_build_object('id', i.id, 'from', i.value,
        'to', split_part(i.value, '@', 1) || '@' || f.meant)
    FROM contacts_identity i JOIN contacts_addressfinding f ON f.identity_id = i.id
    WHERE i.id = chosen.identity AND f.kind = 'typo' AND f.left_at IS NULL
    LIMIT 1
)"""
FREE = f"""{MEANT} IS NOT NULL AND NOT EXISTS (
    SELECT FROM contacts_identity o WHERE o.kind = 'email' AND o.value = {MEANT} ->> 'to')"""
# Two who meant the same address are two people who want one: the first gets it.
FIRST = """r.id IN (SELECT min(e.id) FROM contacts_bulkchangerow e
    WHERE e.change_id = %(change)s GROUP BY e.before ->> 'to')"""
TOUCH = """
UPDATE contacts_contact c SET version = c.version + 1, updated_at = %(now)s, updated_by = %(by)s
FROM changed WHERE c.id = changed.contact_id RETURNING changed.row_of
"""


def _rewritten(old: str, new: str, beside: str = "TRUE") -> str:
    return f"""
    changed AS (
        UPDATE contacts_identity i SET value = r.before ->> '{new}', shown = r.before ->> '{new}'
        FROM contacts_bulkchangerow r
        WHERE {ROWS} AND {beside} AND i.id = (r.before ->> 'id')::bigint
            AND i.value = r.before ->> '{old}' AND NOT EXISTS (
                SELECT FROM contacts_identity o
                WHERE o.kind = 'email' AND o.value = r.before ->> '{new}')
        RETURNING i.id, i.contact_id, r.contact_id AS row_of
    )"""  # noqa: S608  (our texts)


CORRECT = f"""
WITH {_rewritten("from", "to", FIRST)},
right_now AS (
    DELETE FROM contacts_addressfinding f USING changed WHERE f.identity_id = changed.id
        AND f.kind IN ('typo', 'no_mail')
)
{TOUCH}"""  # noqa: S608  (our texts)
WRITE_AS_BEFORE = f"WITH {_rewritten('to', 'from')} {TOUCH}"

DOUBTFUL = """(
    SELECT jsonb_build_object('id', i.id, 'address', i.value, 'was', i.validity)
    FROM contacts_identity i
    WHERE i.id = chosen.identity AND i.kind IN ('email', 'phone')
)"""


def _marked(old: str, new: str) -> str:
    return f"""
    WITH changed AS (
        UPDATE contacts_identity i SET validity = {new}
        FROM contacts_bulkchangerow r
        WHERE {ROWS} AND i.id = (r.before ->> 'id')::bigint AND i.validity = {old}
        RETURNING i.id, i.contact_id, r.contact_id AS row_of
    )
    {TOUCH}"""  # noqa: S608  (our texts)


MARK = _marked("r.before ->> 'was'", "'invalid'")
MARK_AS_BEFORE = _marked("'invalid'", "r.before ->> 'was'")
