"""What colleagues write about a person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.contacts.events import NoteWritten
from relasi.contacts.models import Mention, Note
from relasi.contacts.queries.cards import exists
from relasi.contacts.rules.mentions import mentioned
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused

LONGEST_NOTE = 10_000


@transaction.atomic
def write_note(*, contact_id: int, body: str, by: Actor, now: datetime) -> int:
    """Keep a note; every colleague named in it by @ finds it on their Today."""
    text = body.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("The note is empty. Write a line."), field="body")
    if len(text) > LONGEST_NOTE:
        sentence = _("A note has up to 10,000 characters. Cut it in two.")
        raise Refused(sentence, field="body")
    if "\x00" in text:
        sentence = _("This holds a character that cannot be stored. Type it again.")
        raise Refused(sentence, field="body")
    if by.staff_id is None:
        raise Refused(_("A note needs an author. Sign in to write one."), field="body")
    if not exists(contact_id):
        raise NotFound(_("This person is not here any more. Search for them again."))
    note = Note.objects.create(
        contact_id=contact_id, author_id=by.staff_id, body=text, written_at=now
    )
    named = mentioned(text, dict(accounts.staff_choices()))
    Mention.objects.bulk_create(
        Mention(note=note, staff_id=staff_id) for staff_id in named if staff_id != by.staff_id
    )
    bus.publish(NoteWritten(contact_id, note.pk, by.staff_id, by.name, text, now))
    return note.pk


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
