"""What `commerce` does when something happens below."""

from relasi.accounts.events import BaseCurrencyChanging
from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsDeleted, ContactsMerged, SampleRemoved
from relasi.kernel import bus, clock
from relasi.timeline.events import OrdersTold, VisitorsKnown

from .actions.forgetting import forget_people
from .actions.rating import refuse_another_base
from .actions.sample import remove_sample
from .events import OrdersRecorded
from .told.taking import settle, take_in
from .told.waiting import forget, of_visitors


def connect() -> None:
    bus.listen(BaseCurrencyChanging, on_base_currency_changing)
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(OrdersRecorded, on_orders_recorded)
    bus.listen(OrdersTold, on_orders_told)
    bus.listen(SampleRemoved, on_sample_removed)
    bus.listen(VisitorsKnown, on_visitors_known)


def on_base_currency_changing(event: BaseCurrencyChanging) -> None:
    refuse_another_base(event.before)


def on_contacts_deleted(event: ContactsDeleted) -> None:
    forget(event.contact_ids)
    forget_people(event.contact_ids)


def on_contacts_merged(event: ContactsMerged) -> None:
    """The lines follow their orders by the database's ON UPDATE CASCADE, there and back."""
    contacts.hand_over(event, table="commerce_order")
    contacts.hand_over(event, table="commerce_waitingorder")


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()


def on_orders_told(event: OrdersTold) -> None:
    take_in(event.orders, event.now)


def on_visitors_known(event: VisitorsKnown) -> None:
    """What they ordered before anybody knew who they are."""
    take_in(of_visitors(event.contacts), clock.now())


def on_orders_recorded(event: OrdersRecorded) -> None:
    settle(event.numbers, event.now)
