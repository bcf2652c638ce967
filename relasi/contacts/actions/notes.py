"""What colleagues write about a person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor, record
from relasi.contacts.events import NoteChanged, NoteDeleted, NoteWritten
from relasi.contacts.models import Mention, Note
from relasi.contacts.queries.cards import exists
from relasi.contacts.queries.notes import may_change
from relasi.contacts.rules.mentions import mentioned
from relasi.kernel import bus
from relasi.kernel.errors import NotAllowed, NotFound, Refused

LONGEST_NOTE = 10_000


@transaction.atomic
def write_note(*, contact_id: int, body: str, by: Actor, now: datetime) -> int:
    """Keep a note; every colleague named in it by @ finds it on their Today."""
    text = _clean(body)
    if by.staff_id is None:
        raise Refused(_("A note needs an author. Sign in to write one."), field="body")
    if not exists(contact_id):
        raise NotFound(_("This person is not here any more. Search for them again."))
    note = Note.objects.create(
        contact_id=contact_id, author_id=by.staff_id, body=text, written_at=now
    )
    _mention(note)
    bus.publish(NoteWritten(contact_id, note.pk, by.staff_id, by.name, text, now))
    return note.pk


def _clean(body: str) -> str:
    text = body.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("The note is empty. Write a line."), field="body")
    if len(text) > LONGEST_NOTE:
        sentence = _("A note has up to 10,000 characters. Cut it in two.")
        raise Refused(sentence, field="body")
    if "\x00" in text:
        sentence = _("This holds a character that cannot be stored. Type it again.")
        raise Refused(sentence, field="body")
    return text


def _mention(note: Note) -> None:
    """Those named now; who is named no more is not asked to look, who has looked is not again."""
    named = set(mentioned(note.body, dict(accounts.staff_choices()))) - {note.author_id}
    Mention.objects.filter(note=note, seen_at=None).exclude(staff_id__in=named).delete()
    Mention.objects.bulk_create(
        (Mention(note=note, staff_id=staff_id) for staff_id in sorted(named)),
        ignore_conflicts=True,
    )


@transaction.atomic
def change_note(*, note_id: int, contact_id: int, body: str, by: Actor, now: datetime) -> None:
    """Other words, here and on the timeline. Raises NotAllowed for another's note."""
    note = _theirs(note_id, contact_id, by)
    text = _clean(body)
    if text == note.body:
        return
    note.body, note.changed_at = text, now
    note.save(update_fields=["body", "changed_at"])
    _mention(note)
    bus.publish(NoteChanged(note_id, text))
    record(by, "changed note", "contacts", contact_id, at=now, note=note_id)


def tell_anew(note_ids: Sequence[int]) -> None:
    """Something was struck out of these notes: the timeline says what is left."""
    for note_id, body in Note.objects.filter(pk__in=note_ids).values_list("pk", "body"):
        bus.publish(NoteChanged(note_id, body))


@transaction.atomic
def delete_note(*, note_id: int, contact_id: int, by: Actor, now: datetime) -> None:
    """The note goes, from the timeline too. Raises NotAllowed for another's note."""
    note = _theirs(note_id, contact_id, by)
    bus.publish(NoteDeleted(note_id))
    note.delete()
    record(by, "deleted note", "contacts", contact_id, at=now, note=note_id)


def _theirs(note_id: int, contact_id: int, by: Actor) -> Note:
    """The note, locked: of its author, or of anybody for who runs the house."""
    rows = Note.objects.select_for_update(of=("self",))
    note = rows.filter(pk=note_id, contact_id=contact_id).first()
    if note is None:
        raise NotFound(_("This note is not here any more."))
    if not may_change(note.author_id, by):
        raise NotAllowed(_("This note is a colleague’s. They or an administrator can change it."))
    return note


@transaction.atomic
def pin_note(*, note_id: int, contact_id: int, pinned: bool) -> None:
    """A pinned note stands above the timeline."""
    if not Note.objects.filter(pk=note_id, contact_id=contact_id).update(pinned=pinned):
        raise NotFound(_("This note is not here any more."))


@transaction.atomic
def see_mention(*, mention_id: int, by: Actor, now: datetime) -> None:
    """Take a mention off one's own Today; another's mention is not there to be seen."""
    rows = Mention.objects.filter(pk=mention_id, staff_id=by.staff_id or 0)
    if not rows.exists():
        raise NotFound(_("This mention is not here any more."))
    rows.filter(seen_at=None).update(seen_at=now)
