"""Two contacts became one: their messages too, and nobody gets a mailing twice by it."""

from datetime import datetime

from django.db import connection

from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsMerged

# Both are in one mailing: of two that wait, or of one that waits and one that is out or on
# its way, only one goes to the person.
HOLD_BACK = """
    UPDATE messaging_delivery d
    SET state = 'suppressed', reason = 'merged', claim = NULL, updated_at = %(now)s
    FROM messaging_delivery twin
    WHERE twin.mailing_id = d.mailing_id AND twin.channel = d.channel
        AND d.state IN ('queued', 'deferred', 'claimed')
        AND ((d.contact_id = %(lost)s AND twin.contact_id = %(kept)s
                AND twin.state IN ('queued', 'deferred', 'claimed', 'sending', 'sent', 'in_doubt'))
            OR (d.contact_id = %(kept)s AND twin.contact_id = %(lost)s
                AND twin.state IN ('sending', 'sent', 'in_doubt')))
"""
# The row of the one who is gone stays theirs where the other has a row too: it is history,
# and one person has one row a mailing. It steps aside (negative) while the rest is handed over.
STEP_ASIDE = """
    UPDATE messaging_delivery d SET contact_id = -d.contact_id
    FROM messaging_delivery twin
    WHERE d.contact_id = %(lost)s AND twin.contact_id = %(kept)s
        AND twin.mailing_id = d.mailing_id AND twin.channel = d.channel
"""
STEP_BACK = "UPDATE messaging_delivery SET contact_id = %(lost)s WHERE contact_id = -%(lost)s"


def take_over(event: ContactsMerged, *, now: datetime) -> None:
    """Inside the merge's transaction. Undoing the merge gives exactly the moved rows back."""
    values: dict[str, int | datetime] = {"lost": event.lost_id, "kept": event.kept_id, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(HOLD_BACK, values)
        cursor.execute(STEP_ASIDE, values)
        contacts.hand_over(event, table="messaging_delivery")
        cursor.execute(STEP_BACK, values)
