"""Whether there is anything here yet: the sample company is never poured over somebody's own."""

from django.db import connection

HOLDING = (
    "contacts_contact",
    "contacts_company",
    "commerce_product",
    "commerce_order",
    "audience_segment",
    "messaging_template",
    "campaigns_campaign",
)
ANY = " OR ".join(f"EXISTS (SELECT FROM {table})" for table in HOLDING)


def is_empty() -> bool:
    """No person, company, product, order, segment, template or campaign."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT NOT ({ANY})")
        return bool(cursor.fetchone()[0])
