"""Decisions on pairs: one person, two people, later; and each of them taken back."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.actions.merging import merge_contacts, undo_merge
from relasi.contacts.events import ContactsMerged, MergeUndone
from relasi.contacts.models import MatchEntry, MatchProposal
from relasi.contacts.staying import let_people_go
from relasi.kernel.errors import NotFound, Refused

State = MatchProposal.State
JOINED = (State.ACCEPTED, State.AUTOMATIC)
# A pair that somebody joined or took apart without its having been proposed is remembered too.
MERGED = """
WITH m AS (SELECT *, least(kept_id, lost_id) AS a, greatest(kept_id, lost_id) AS b
    FROM contacts_merge WHERE id = %s)
UPDATE contacts_matchproposal p SET
    state = CASE WHEN (p.a_id, p.b_id) = (m.a, m.b) THEN 'accepted' ELSE 'outdated' END,
    merge_id = m.id, decided_at = m.merged_at, decided_by = m.merged_by
FROM m WHERE (p.a_id, p.b_id) = (m.a, m.b)
    OR (p.state = 'open' AND (p.a_id = m.lost_id OR p.b_id = m.lost_id))
"""
TAKEN_APART = """
INSERT INTO contacts_matchproposal AS p (a_id, b_id, weight, probability, parts, state,
    proposed_at, decided_at, decided_by)
SELECT least(kept_id, lost_id), greatest(kept_id, lost_id), 0, 0, '{}', 'rejected',
    undone_at, undone_at, undone_by
FROM contacts_merge WHERE id = %s
ON CONFLICT (a_id, b_id) DO UPDATE SET state = 'rejected', merge_id = NULL,
    decided_at = excluded.decided_at, decided_by = excluded.decided_by
"""


@transaction.atomic
def accept(
    *,
    proposal_id: int,
    from_lost: Collection[str] = (),
    by: Actor,
    now: datetime,
    automatic: bool = False,
) -> int:
    """They are one: join them and return the id that stays. Raises NotFound, Refused."""
    let_people_go()
    row = _open(proposal_id)
    kept_id = merge_contacts(
        one_id=row.a_id, other_id=row.b_id, from_lost=from_lost, by=by, now=now
    )
    if automatic:
        MatchProposal.objects.filter(pk=row.pk).update(state=State.AUTOMATIC)
    record(
        by,
        "accepted proposal",
        "contacts",
        kept_id,
        at=now,
        proposal=row.pk,
        probability=round(row.probability, 6),
    )
    return kept_id


@transaction.atomic
def reject(*, proposal_id: int, by: Actor, now: datetime) -> None:
    """They are two. They are not proposed again before one of them changes."""
    row = _open(proposal_id)
    row.state, row.decided_at, row.decided_by = State.REJECTED, now, by.label
    row.save(update_fields=["state", "decided_at", "decided_by"])
    record(by, "rejected proposal", "contacts", row.a_id, at=now, proposal=row.pk, other=row.b_id)


@transaction.atomic
def postpone(*, proposal_id: int, now: datetime) -> None:
    """It goes to the end of the queue."""
    row = _open(proposal_id)
    row.later_at = now
    row.save(update_fields=["later_at"])


@transaction.atomic
def take_back(*, proposal_id: int, by: Actor, now: datetime) -> None:
    """The pair waits to be looked at again; who was joined is taken apart."""
    let_people_go()
    row = _locked(proposal_id)
    if row.state in JOINED and row.merge_id:
        undo_merge(merge_id=row.merge_id, by=by, now=now)
    elif row.state != State.REJECTED:
        raise Refused(_("Nothing was decided about these two that could be taken back."))
    MatchProposal.objects.filter(pk=proposal_id).update(
        state=State.OPEN, decided_at=None, decided_by="", merge_id=None
    )
    record(by, "took proposal back", "contacts", row.a_id, at=now, proposal=proposal_id)


def follow_joining(event: ContactsMerged) -> None:
    """Other pairs of the one who went wait for the next search: the one who stays has changed."""
    MatchEntry.objects.filter(pk=event.lost_id).delete()
    _execute(MERGED, event.merge_id)


def follow_taking_apart(event: MergeUndone) -> None:
    """Taken apart is rejected; what had gone with the one is open again."""
    MatchProposal.objects.filter(merge_id=event.merge_id, state=State.OUTDATED).update(
        state=State.OPEN, merge_id=None, decided_at=None, decided_by=""
    )
    _execute(TAKEN_APART, event.merge_id)


def _execute(statement: str, merge_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [merge_id])


def _open(proposal_id: int) -> MatchProposal:
    row = _locked(proposal_id)
    if row.state != State.OPEN:
        sentence = _("This pair is “%(state)s” already. Take the next one.")
        raise Refused(sentence % {"state": row.get_state_display()})
    return row


def _locked(proposal_id: int) -> MatchProposal:
    row = MatchProposal.objects.select_for_update(of=("self",)).filter(pk=proposal_id).first()
    if row is None:
        raise NotFound(_("This pair is not here any more. Take the next one."))
    return row
