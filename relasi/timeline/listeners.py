"""What `timeline` does when something happens below: it is told there as an event."""

from relasi.consent.events import ConsentsStated, Made
from relasi.contacts import public as contacts
from relasi.contacts.events import (
    ContactsDeleted,
    ContactsMerged,
    MergeUndone,
    NoteChanged,
    NoteDeleted,
    NoteWritten,
    SampleRemoved,
)
from relasi.kernel import bus, clock

from .actions.forgetting import forget, forget_people, forget_visitors, remove_sample
from .actions.joining import read_apart, read_as_one
from .actions.planning.forgetting import forget_names
from .actions.recording import record, record_many, retell
from .actions.sightings import follow_merge, settle_people
from .values import NewEvent


def connect() -> None:
    bus.listen(ContactsDeleted, on_contacts_deleted)
    bus.listen(ContactsMerged, on_contacts_merged)
    bus.listen(MergeUndone, on_merge_undone)
    bus.listen(NoteWritten, on_note_written)
    bus.listen(NoteChanged, on_note_changed)
    bus.listen(NoteDeleted, on_note_deleted)
    bus.listen(ConsentsStated, on_consents_stated)
    bus.listen(SampleRemoved, on_sample_removed)


def on_contacts_deleted(event: ContactsDeleted) -> None:
    """What they did is theirs; who keeps something of them without a name tells it anew."""
    forget_names(event.contact_ids)
    forget_visitors(event.contact_ids)
    forget_people(event.contact_ids)


def on_contacts_merged(event: ContactsMerged) -> None:
    follow_merge(event)
    read_as_one(event)
    contacts.hand_over(event, table="timeline_session")
    record(
        NewEvent(
            contact_id=event.kept_id,
            at=clock.now(),
            name="contacts merged",
            channel="people",
            properties={"merge_id": event.merge_id},
            key=f"merge:{event.merge_id}",
        )
    )


def on_merge_undone(event: MergeUndone) -> None:
    """The rows are back by now; that there was a merge is no event of either any more."""
    settle_people([event.kept_id, event.lost_id])
    read_apart(event)
    forget([f"merge:{event.merge_id}"])


def on_note_written(event: NoteWritten) -> None:
    record(
        NewEvent(
            contact_id=event.contact_id,
            at=event.at,
            name="note written",
            channel="people",
            properties={"body": event.body, "author": event.author_name},
            key=f"note:{event.note_id}",
        )
    )


def on_note_changed(event: NoteChanged) -> None:
    retell(f"note:{event.note_id}", {"body": event.body})


def on_note_deleted(event: NoteDeleted) -> None:
    forget([f"note:{event.note_id}"])


def on_consents_stated(event: ConsentsStated) -> None:
    if len(event.made) == 1:
        record(_consent(event.made[0]))
    else:
        record_many(_consent(made) for made in event.made)


def on_sample_removed(event: SampleRemoved) -> None:
    del event
    remove_sample()


def _consent(made: Made) -> NewEvent:
    return NewEvent(
        contact_id=made.contact_id,
        at=made.stated_at,
        name="consent granted" if made.granted else "consent withdrawn",
        channel="people",
        source=made.source[:40],
        properties={"channel": made.channel, "purpose": made.purpose},
        key=f"consent:{made.consent_id}",
    )
