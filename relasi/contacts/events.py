"""What others may hear about people."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContactAdded:
    contact_id: int


@dataclass(frozen=True, slots=True)
class ContactChanged:
    contact_id: int


@dataclass(frozen=True, slots=True)
class PeopleKnown:
    """What became known of many at once: who was added, and of whom something empty was filled.
    They are told here alone, not one by one.
    """

    added: tuple[int, ...]
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContactsDeleted:
    """These people go, and what is personal with them. Each package deletes what only describes
    them, and takes names and addresses out of what it must keep (see `public.register_holding`).
    """

    contact_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContactsMerged:
    """Everything of `lost_id` now belongs to `kept_id`. Listeners call `public.hand_over`."""

    merge_id: int
    kept_id: int
    lost_id: int


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """Both contacts exist again; the rows that were handed over are back with `lost_id`."""

    merge_id: int
    kept_id: int
    lost_id: int


@dataclass(frozen=True, slots=True)
class NoteWritten:
    contact_id: int
    note_id: int
    author_id: int
    author_name: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteChanged:
    note_id: int
    body: str


@dataclass(frozen=True, slots=True)
class NoteDeleted:
    note_id: int


@dataclass(frozen=True, slots=True)
class SampleRemoved:
    """The sample company goes: each package deletes its rows marked as sample."""


@dataclass(frozen=True, slots=True)
class ImportFinished:
    """A file was brought in, or taken back; `target` is "contacts", "orders" and so on."""

    run_id: int
    target: str


@dataclass(frozen=True, slots=True)
class AddressesChecked:
    """Every address was looked at; what is doubtful is known."""

    check_id: int
