"""What the Outbox does when something happens below."""

from django.db import connection

from relasi.contacts.events import SampleRemoved
from relasi.kernel import bus

# Their deliveries are still there: who stands higher on the ladder is told first.
TO_SAMPLE_PEOPLE = """
DELETE FROM smtp_caughtmail m USING messaging_delivery d, contacts_contact c
WHERE d.message_id <> '' AND m.message_id = d.message_id AND m.recipient = lower(d.address)
    AND c.id = d.contact_id AND c.is_sample
"""


def connect() -> None:
    bus.listen(SampleRemoved, on_sample_removed)


def on_sample_removed(event: SampleRemoved) -> None:
    """The mails to sample people go; those to anybody else at the same address stay."""
    del event
    with connection.cursor() as cursor:
        cursor.execute(TO_SAMPLE_PEOPLE)
