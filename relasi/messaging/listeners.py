"""What `messaging` does when something happens below."""

from relasi.consent import public as consent
from relasi.consent.events import ConsentsAsked
from relasi.contacts.events import ContactsDeleted, ContactsMerged, SampleRemoved
from relasi.kernel import bus, clock

from .actions.forgetting import forget_people
from .actions.letters import To, send_letters
from .actions.merging import take_over
from .actions.sample import remove_sample
from .confirming import KIND as CONFIRM


def connect() -> None:
    bus.listen(ConsentsAsked, on_consents_asked)
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(SampleRemoved, on_sample_removed)


def on_consents_asked(event: ConsentsAsked) -> None:
    """Each gets the mail whose link confirms."""
    now = clock.now()
    asked = consent.asks(event.ask_ids, now)
    to = [To(one.contact_id, one.address, one.language, one.id) for one in asked]
    send_letters(kind=CONFIRM, to=to, now=now)


def on_contacts_deleted(event: ContactsDeleted) -> None:
    forget_people(event.contact_ids, now=clock.now())


def on_contacts_merged(event: ContactsMerged) -> None:
    take_over(event, now=clock.now())


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()
