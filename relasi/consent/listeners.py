"""What `consent` does when something happens below."""

from relasi.contacts import public as contacts
from relasi.contacts.events import ContactsDeleted, ContactsMerged, MergeUndone, SampleRemoved
from relasi.kernel import bus

from .actions.keeping import forget_people, recompute
from .actions.sample import remove_sample


def connect() -> None:
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(MergeUndone, on_merge_undone)
    bus.listen(SampleRemoved, on_sample_removed)


def on_contacts_deleted(event: ContactsDeleted) -> None:
    """Addresses nobody may write to stay: they keep the person from being written to again."""
    forget_people(event.contact_ids)


def on_contacts_merged(event: ContactsMerged) -> None:
    """Both histories are kept under one contact; what holds now is said by the newest."""
    contacts.hand_over(event, table="consent_consent")
    contacts.hand_over(event, table="consent_ask")
    contacts.hand_over(event, table="consent_restriction")
    contacts.hand_over(event, table="consent_wish")
    _recompute_both(event.kept_id, event.lost_id)


def on_merge_undone(event: MergeUndone) -> None:
    """The statements are back with who made them; permissions follow from them."""
    _recompute_both(event.kept_id, event.lost_id)


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()


def _recompute_both(kept_id: int, lost_id: int) -> None:
    recompute("SELECT unnest(%s::bigint[])", [[kept_id, lost_id]])
