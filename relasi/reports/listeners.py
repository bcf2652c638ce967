"""What reports do when something happens below."""

from relasi.contacts.events import AddressesChecked, ContactsDeleted, ContactsMerged
from relasi.kernel import bus

from .actions.counting import count_soon
from .models import PersonQuality


def connect() -> None:
    bus.listen(AddressesChecked, on_addresses_checked)
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)


def on_addresses_checked(event: AddressesChecked) -> None:
    del event
    count_soon()


def on_contacts_deleted(event: ContactsDeleted) -> None:
    PersonQuality.objects.filter(pk__in=event.contact_ids).delete()


def on_contacts_merged(event: ContactsMerged) -> None:
    """Of the one who stays the next count tells."""
    PersonQuality.objects.filter(pk=event.lost_id).delete()
