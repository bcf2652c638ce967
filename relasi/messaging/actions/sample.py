"""The sample company's mailings and templates go, and what hangs on them."""

from django.db import connection

# Deliveries of sample mailings, and those of any mailing to a sample person.
MINE = """
    CREATE TEMP TABLE messaging_going ON COMMIT DROP AS
    SELECT d.id FROM messaging_delivery d JOIN messaging_mailing m ON m.id = d.mailing_id
    LEFT JOIN contacts_contact c ON c.id = d.contact_id
    WHERE m.is_sample OR c.is_sample
"""
STATEMENTS = (
    "DELETE FROM messaging_hit h USING messaging_going g WHERE h.delivery_id = g.id",
    "DELETE FROM messaging_unsubscription u USING messaging_going g WHERE u.delivery_id = g.id",
    "DELETE FROM messaging_letter l USING messaging_going g WHERE l.delivery_id = g.id",
    "DELETE FROM messaging_delivery d USING messaging_going g WHERE d.id = g.id",
    "DROP TABLE messaging_going",
    "DELETE FROM messaging_mailing WHERE is_sample",
    (
        "DELETE FROM messaging_templaterevision r USING messaging_template t"
        " WHERE t.id = r.template_id AND t.is_sample"
    ),
    "DELETE FROM messaging_template WHERE is_sample",
)


def remove_sample() -> None:
    """Inside the transaction that removes all of it."""
    with connection.cursor() as cursor:
        for statement in (MINE, *STATEMENTS):
            cursor.execute(statement)
