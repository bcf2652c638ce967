"""The sample company's part of consent, and its removal."""

from django.db import connection

from .keeping import erasing

REMOVE = """
DELETE FROM consent_permission p USING contacts_contact c WHERE c.id = p.contact_id AND c.is_sample;
DELETE FROM consent_consent s USING contacts_contact c WHERE c.id = s.contact_id AND c.is_sample;
DELETE FROM consent_ask a USING contacts_contact c WHERE c.id = a.contact_id AND c.is_sample;
DELETE FROM consent_restriction r USING contacts_contact c
    WHERE c.id = r.contact_id AND c.is_sample;
DELETE FROM consent_wish w USING contacts_contact c WHERE c.id = w.contact_id AND c.is_sample;
DELETE FROM consent_suppression WHERE is_sample;
"""


def remove_sample() -> None:
    """Every statement of a sample contact goes with it, whoever recorded it."""
    with erasing(), connection.cursor() as cursor:
        cursor.execute(REMOVE)
