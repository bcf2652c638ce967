"""What `messaging` does when something happens below."""

from relasi.contacts.events import ContactsDeleted, ContactsMerged, SampleRemoved
from relasi.kernel import bus, clock

from .actions.forgetting import forget_people
from .actions.merging import take_over
from .actions.sample import remove_sample


def connect() -> None:
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(SampleRemoved, on_sample_removed)


def on_contacts_deleted(event: ContactsDeleted) -> None:
    forget_people(event.contact_ids, now=clock.now())


def on_contacts_merged(event: ContactsMerged) -> None:
    take_over(event, now=clock.now())


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()
