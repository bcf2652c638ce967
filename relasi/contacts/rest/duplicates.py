"""People who are probably the same, through the API: listed, accepted, rejected, taken back."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.matching.actions.deciding import accept, reject, take_back
from relasi.contacts.matching.queries.queue import page_of_pairs
from relasi.contacts.matching.rules.waterfall import waterfall
from relasi.contacts.matching.web.reaching import reached
from relasi.contacts.models import MatchProposal
from relasi.kernel import clock
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

router = Router(tags=["duplicates"])
State = Literal["open", "accepted", "automatic", "rejected", "outdated"]
Key = Annotated[str, Field(min_length=1, max_length=60)]


class Reason(Strict):
    """What one comparison says; the weights of all add up to the pair's."""

    compared: str
    outcome: str
    weight: float


class Duplicate(Strict):
    """Two contacts who are probably one person."""

    id: int
    one_id: int
    other_id: int
    probability: float
    weight: float
    reasons: list[Reason]
    state: State
    merge_id: int | None
    found_at: datetime
    decided_at: datetime | None


class AcceptIn(Strict):
    """`take`: the fields whose value is kept from the one that goes."""

    take: Annotated[list[Key], Field(max_length=200)] = []


@router.get("/duplicates", response=Page[Duplicate], operation_id="list_duplicates")
def list_duplicates(
    request: HttpRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    state: State = "open",
    probability_from: Annotated[float, Field(ge=0, le=1)] = 0,
) -> Any:
    """Pairs in the order they were found."""
    rows = page_of_pairs(
        after=read_cursor("duplicates", cursor),
        limit=limit + 1,
        owners=visible_owners(actor_of(request), "view", "contacts"),
        state=state,
        probability_from=probability_from,
    )
    return page_of(
        "duplicates", rows, limit=limit, item=_duplicate, position=lambda found: found.pk
    )


@router.get("/duplicates/{duplicate_id}", response=Duplicate, operation_id="get_duplicate")
def get(request: HttpRequest, duplicate_id: Id) -> Any:
    """One pair with all that speaks for it and against it."""
    return _duplicate(reached(request, "view", duplicate_id))


@router.post(
    "/duplicates/{duplicate_id}/accept", response=Duplicate, operation_id="accept_duplicate"
)
def accept_one(request: HttpRequest, duplicate_id: Id, choice: AcceptIn) -> Any:
    """They are one: join them. The one known longest stays. Can be taken back exactly."""
    reached(request, "edit", duplicate_id)
    accept(
        proposal_id=duplicate_id,
        from_lost=choice.take,
        by=actor_of(request),
        now=clock.now(),
    )
    return _duplicate(MatchProposal.objects.get(pk=duplicate_id))


@router.post(
    "/duplicates/{duplicate_id}/reject", response=Duplicate, operation_id="reject_duplicate"
)
def reject_one(request: HttpRequest, duplicate_id: Id) -> Any:
    """They are two. They are not proposed again before one of them changes."""
    reached(request, "edit", duplicate_id)
    reject(proposal_id=duplicate_id, by=actor_of(request), now=clock.now())
    return _duplicate(MatchProposal.objects.get(pk=duplicate_id))


@router.delete(
    "/duplicates/{duplicate_id}/decision",
    response=Duplicate,
    operation_id="take_back_duplicate",
)
def take_back_one(request: HttpRequest, duplicate_id: Id) -> Any:
    """Take the decision back: the pair waits again, and who was joined is taken apart."""
    reached(request, "edit", duplicate_id)
    take_back(proposal_id=duplicate_id, by=actor_of(request), now=clock.now())
    return _duplicate(MatchProposal.objects.get(pk=duplicate_id))


def _duplicate(row: MatchProposal) -> dict[str, Any]:
    bars = waterfall(row.weight, row.parts) if row.parts else ()
    return {
        "id": row.pk,
        "one_id": row.a_id,
        "other_id": row.b_id,
        "probability": row.probability,
        "weight": row.weight,
        "reasons": [
            {"compared": bar.comparison, "outcome": bar.level, "weight": bar.weight} for bar in bars
        ],
        "state": row.state,
        "merge_id": row.merge_id,
        "found_at": row.proposed_at,
        "decided_at": row.decided_at,
    }
