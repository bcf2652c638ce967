"""Notes about a person, and notes that wait for somebody here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.contacts.models import Mention, Note
from relasi.contacts.rules.mentions import Piece, pieces
from relasi.kernel.errors import NotFound

from .cards import names

MOST_MENTIONS = 20


@dataclass(frozen=True, slots=True)
class NoteCard:
    id: int
    contact_id: int
    author_id: int
    author: str
    body: str
    html: SafeString
    pinned: bool
    written_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MentionCard:
    """`visible` is false where the one who was named may not see the person: then neither the
    name nor the note is shown.
    """

    id: int
    contact_id: int
    contact: str
    note: NoteCard
    visible: bool


def pinned_notes(contact_id: int) -> tuple[NoteCard, ...]:
    """The pinned ones, newest first."""
    rows = Note.objects.filter(contact_id=contact_id, pinned=True).order_by("-written_at", "-pk")
    return _cards(list(rows))


def notes_of(contact_id: int, limit: int = 20) -> tuple[NoteCard, ...]:
    rows = Note.objects.filter(contact_id=contact_id).order_by("-written_at", "-pk")
    return _cards(list(rows[:limit]))


def note_card(note_id: int, contact_id: int) -> NoteCard:
    """Raises NotFound."""
    found = _cards(list(Note.objects.filter(pk=note_id, contact_id=contact_id)))
    if not found:
        raise NotFound(_("This note is not here any more."))
    return found[0]


def may_change(author_id: int, actor: Actor) -> bool:
    """Its author may, and who runs the house."""
    return author_id == actor.staff_id or accounts.may(actor, "edit", "settings")


def mentions_of(staff_id: int, owners: Collection[int] | None) -> tuple[MentionCard, ...]:
    """The notes somebody was named in and has not put away, newest first. `owners` are whose
    people they may see, None everybody's.
    """
    rows = Mention.objects.filter(staff_id=staff_id, seen_at=None).select_related("note__contact")
    found = list(rows.order_by("-pk")[:MOST_MENTIONS])
    called = names(row.note.contact_id for row in found)
    cards = _cards([row.note for row in found])
    return tuple(
        MentionCard(
            row.pk,
            card.contact_id,
            called[card.contact_id],
            card,
            visible=owners is None or row.note.contact.owner_id in owners,
        )
        for row, card in zip(found, cards, strict=True)
    )


def note_html(body: str) -> SafeString:
    """A note's text, safe, with line breaks and colleagues marked."""
    return _html(body, dict(accounts.staff_choices()))


def _cards(rows: list[Note]) -> tuple[NoteCard, ...]:
    authors = accounts.staff_names(row.author_id for row in rows) if rows else {}
    staff = dict(accounts.staff_choices()) if rows else {}
    return tuple(
        NoteCard(
            row.pk,
            row.contact_id,
            row.author_id,
            authors[row.author_id],
            row.body,
            _html(row.body, staff),
            row.pinned,
            row.written_at,
            row.changed_at,
        )
        for row in rows
    )


def _html(body: str, staff: dict[int, str]) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces(body, staff)))


def _piece(piece: Piece) -> SafeString:
    if piece.staff_id is not None:
        return format_html("<mark>{}</mark>", piece.text)
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in piece.text.split("\n")))
