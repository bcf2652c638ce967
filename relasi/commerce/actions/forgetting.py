"""People are deleted: their orders stay, without a name."""

from collections.abc import Sequence

from django.db import connection

from .telling import tell_orders

# Orders that came without a number were numbered by whose they are (importing/numbering.py).
RENUMBER = """
UPDATE commerce_order o SET external_id = 'deleted/' || o.id, version = version + 1
FROM contacts_identity i
WHERE i.contact_id = o.contact_id AND o.contact_id = ANY(%s)
    AND starts_with(o.external_id, i.value || '/')
"""


def forget_people(contact_ids: Sequence[int]) -> None:
    """No order says any more whose it was; the timeline, emptied by now, tells them again."""
    ids = list(contact_ids)
    with connection.cursor() as cursor:
        cursor.execute(RENUMBER, [ids])
    tell_orders("SELECT id FROM commerce_order WHERE contact_id = ANY(%s)", [ids])
