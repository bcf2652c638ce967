"""What `requests` does when something happens below."""

from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsDeleted, ContactsMerged
from relasi.kernel import bus, clock
from relasi.privacy.events import PersonErased, PersonExported

from .actions.forgetting import forget_people
from .actions.fulfilling import erased, hand_over
from .actions.telling import tell
from .events import RequestMoved


def connect() -> None:
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(RequestMoved, on_request_moved)
    bus.listen(PersonErased, on_person_erased)
    bus.listen(PersonExported, on_person_exported)


def on_request_moved(event: RequestMoved) -> None:
    tell(request_id=event.request_id, state=event.state, now=clock.now())


def on_contacts_deleted(event: ContactsDeleted) -> None:
    forget_people(event.contact_ids)


def on_contacts_merged(event: ContactsMerged) -> None:
    contacts.hand_over(event, table="requests_request")


def on_person_erased(event: PersonErased) -> None:
    erased(erasure_id=event.erasure_id, contact_id=event.contact_id, now=event.at)


def on_person_exported(event: PersonExported) -> None:
    hand_over(export_id=event.export_id, now=event.at)
