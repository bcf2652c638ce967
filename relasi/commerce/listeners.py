"""What `commerce` does when something happens below."""

from relasi.accounts.events import BaseCurrencyChanging
from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsDeleted, ContactsMerged, SampleRemoved
from relasi.kernel import bus

from .actions.forgetting import forget_people
from .actions.rating import refuse_another_base
from .actions.sample import remove_sample


def connect() -> None:
    bus.listen(BaseCurrencyChanging, on_base_currency_changing)
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(SampleRemoved, on_sample_removed)


def on_base_currency_changing(event: BaseCurrencyChanging) -> None:
    refuse_another_base(event.before)


def on_contacts_deleted(event: ContactsDeleted) -> None:
    forget_people(event.contact_ids)


def on_contacts_merged(event: ContactsMerged) -> None:
    """The lines follow their orders by the database's ON UPDATE CASCADE, there and back."""
    contacts.hand_over(event, table="commerce_order")


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()
