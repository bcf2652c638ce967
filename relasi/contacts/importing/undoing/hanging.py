"""What may hang on a row: every foreign key the database knows, whoever owns the table."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

# Contacts are also referred to by `contact_id` without a key: the timeline's partitions.
_REFERENCES = """
SELECT c.conrelid::regclass::text, quote_ident(a.attname)
FROM pg_constraint AS c
JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = %(table)s::regclass AND c.conparentid = 0
UNION
SELECT k.oid::regclass::text, 'contact_id' FROM pg_class AS k
JOIN pg_attribute AS a ON a.attrelid = k.oid AND a.attname = 'contact_id' AND NOT a.attisdropped
WHERE %(table)s = 'contacts_contact' AND k.relkind IN ('r', 'p') AND NOT k.relispartition
  AND k.relpersistence = 'p' AND k.relnamespace = current_schema()::regnamespace
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Reference:
    table: str
    column: str


def references(table: str) -> list[Reference]:
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES, {"table": table})
        return [Reference(*row) for row in cursor.fetchall()]


def reason_for(table: str) -> str:
    """What hangs on a row, in words where we have some."""
    words = {
        "commerce_order": _("It has orders that came another way."),
        "commerce_orderline": _("It was bought in orders that came another way."),
        "commerce_return": _("Goods of it came back."),
        "timeline_event": _("Something has happened with it since."),
        "contacts_note": _("There is a note about it."),
        "contacts_contact": _("It still has people."),
        "contacts_contacttag": _("It is still in use."),
        "consent_consent": _("It has stated its consent since."),
        "messaging_delivery": _("It has been written to."),
    }
    return words.get(table) or _("Something else refers to it.")
