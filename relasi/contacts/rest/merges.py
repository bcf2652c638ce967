"""Joining contacts through the API, and taking them apart."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from relasi.accounts.public import actor_of, authorise
from relasi.contacts.actions.merging import merge_contacts, undo_merge
from relasi.contacts.queries.cards import owner_of
from relasi.contacts.queries.merging import find_merge, merges_of
from relasi.kernel import clock
from relasi.kernel.rest import Id

from .schemas import Merge, MergeIn

router = Router(tags=["contacts"])


@router.post("/contacts/{contact_id}/merge", response={201: Merge}, operation_id="merge_contacts")
def merge(request: HttpRequest, contact_id: Id, merge: MergeIn) -> Any:
    """Make one contact of two; the one known longest stays. Can be undone exactly."""
    by = actor_of(request)
    authorise(by, "edit", "contacts")
    for one in (contact_id, merge.other_id):
        authorise(by, "edit", "contacts", owner_id=owner_of(one))
    kept_id = merge_contacts(
        one_id=contact_id, other_id=merge.other_id, from_lost=merge.take, by=by, now=clock.now()
    )
    return Status(201, _merge(merges_of(kept_id)[0]))


@router.delete("/merges/{merge_id}", response=Merge, operation_id="undo_merge")
def undo(request: HttpRequest, merge_id: Id) -> Any:
    """Take two contacts apart again."""
    by = actor_of(request)
    authorise(by, "edit", "contacts")
    found = find_merge(merge_id)
    authorise(by, "edit", "contacts", owner_id=owner_of(found.kept_id))
    undo_merge(merge_id=merge_id, by=by, now=clock.now())
    return _merge(found)


def _merge(found: Any) -> dict[str, int]:
    return {"merge_id": found.id, "kept_id": found.kept_id, "lost_id": found.lost_id}
