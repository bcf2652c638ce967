"""What audience does when something happens below."""

from django.db import connection

from relasi.consent.events import PeopleRestricted
from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsDeleted, ContactsMerged, SampleRemoved
from relasi.kernel import bus

from .models import Membership, Segment


def connect() -> None:
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(PeopleRestricted, on_people_restricted)
    bus.listen(SampleRemoved, on_sample_removed)


def on_contacts_deleted(event: ContactsDeleted) -> None:
    Membership.objects.filter(contact_id__in=event.contact_ids).delete()


def on_contacts_merged(event: ContactsMerged) -> None:
    """The one who stays is in the segments of both, until the next count."""
    contacts.set_aside(event, table="audience_membership", twin_by="segment_id")
    contacts.hand_over(event, table="audience_membership")


def on_people_restricted(event: PeopleRestricted) -> None:
    """They leave every segment at once, not with the next count."""
    Membership.objects.filter(contact_id__in=event.contact_ids).delete()


def on_sample_removed(event: SampleRemoved) -> None:
    """Sample segments go with their members; sample people leave every other segment."""
    del event
    sample = Segment.objects.filter(is_sample=True)
    Membership.objects.filter(segment__in=sample).delete()
    sample.delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM audience_membership m USING contacts_contact c"
            " WHERE c.id = m.contact_id AND c.is_sample"
        )
