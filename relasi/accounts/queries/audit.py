"""Reading the audit log, and finding out whether it was tampered with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts import audit_chain
from relasi.accounts.audit_vocabulary import actions_like
from relasi.accounts.models import AuditEntry
from relasi.kernel.errors import RelasiError
from relasi.kernel.tokens import BadToken


class AuditBroken(RelasiError):
    """`number` is the first entry that cannot be trusted."""

    code = "audit_broken"

    def __init__(self, sentence: str, number: int) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True, slots=True)
class EntryCard:
    id: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    object: str
    object_id: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """What is looked for; an empty search asks for everything.

    `said` are (column, word) to be found, `unsaid` those to be left away, as they are stored.
    """

    search: str = ""
    said: tuple[tuple[str, str], ...] = ()
    unsaid: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def entries(
    question: AuditQuestion, *, offset: int = 0, limit: int | None = 50, newest_first: bool = True
) -> list[EntryCard]:
    found = _found(question).order_by("-pk" if newest_first else "pk")
    stop = None if limit is None else offset + limit
    return [_card(entry) for entry in found[offset:stop]]


def every_entry(question: AuditQuestion) -> Iterator[EntryCard]:
    """As they come from the database, for an export."""
    return (_card(entry) for entry in _found(question).order_by("pk").iterator(chunk_size=2000))


def count(question: AuditQuestion) -> int:
    return _found(question).count()


def words(column: str) -> list[str]:
    """The actions or objects that occur, for a filter."""
    return list(AuditEntry.objects.order_by(column).values_list(column, flat=True).distinct())


def actors() -> list[tuple[str, str]]:
    """Who did anything, each with the name they had last: ("staff:3", "Alice")."""
    last = AuditEntry.objects.order_by("actor", "-pk").distinct("actor")
    return list(last.values_list("actor", "actor_name"))


def verify_audit() -> str:
    """Walk the whole chain. A sentence when it holds; raises AuditBroken at the first fault."""
    number, seal = 0, audit_chain.GENESIS
    anchored = _anchored()
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        _check(entry, number, seal)
        number, seal = entry.pk, entry.hash
        if anchored and anchored[0] == number and anchored[1] != seal:
            raise AuditBroken(
                _("Entry %(number)d is not the one that was signed.") % {"number": number}, number
            )
    if anchored and anchored[0] > number:
        missing = {"number": number + 1, "signed": anchored[0]}
        raise AuditBroken(
            _("Entry %(number)d is missing: %(signed)d entries were signed.") % missing, number + 1
        )
    if anchored is None and number:
        raise AuditBroken(
            _(
                "The signed head %(path)s is missing: entries may have been cut off"
                " after %(number)d."
            )
            % {"path": audit_chain.head_path(), "number": number},
            number + 1,
        )
    said = ngettext(
        "The audit log holds: %(count)d entry, not changed.",
        "The audit log holds: %(count)d entries, none changed.",
        number,
    )
    return said % {"count": number}


def _anchored() -> tuple[int, str] | None:
    try:
        return audit_chain.anchored()
    except BadToken as error:
        raise AuditBroken(
            _("The signed head %(path)s was forged or signed with another secret.")
            % {"path": audit_chain.head_path()},
            0,
        ) from error


def _check(entry: AuditEntry, number: int, seal: str) -> None:
    if entry.pk != number + 1:
        sentence = _("Entry %(number)d is missing.") % {"number": number + 1}
        raise AuditBroken(sentence, number + 1)
    if entry.previous_hash != seal or audit_chain.hash_of(entry) != entry.hash:
        raise AuditBroken(_("Entry %(number)d was changed.") % {"number": entry.pk}, entry.pk)


def _found(question: AuditQuestion) -> QuerySet[AuditEntry]:
    wanted = Q()
    for column, word in question.said:
        wanted &= Q(**{column: word})
    for column, word in question.unsaid:
        wanted &= ~Q(**{column: word})
    if question.since:
        wanted &= Q(at__gte=question.since)
    if question.until:
        wanted &= Q(at__lt=question.until)
    if question.search:
        words = question.search
        called = Q(action__icontains=words) | Q(action__in=actions_like(words))
        wanted &= Q(actor_name__icontains=words) | Q(object_id=words) | called
    return AuditEntry.objects.filter(wanted)


def _card(entry: AuditEntry) -> EntryCard:
    return EntryCard(
        id=entry.pk,
        at=entry.at,
        actor=entry.actor,
        actor_name=entry.actor_name,
        action=entry.action,
        object=entry.object,
        object_id=entry.object_id,
        detail=entry.detail,
    )
