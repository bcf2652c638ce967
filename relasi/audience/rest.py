"""Segments through the API. docs/reference/segments.md describes the tree."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from relasi.accounts.public import actor_of, authorise, may, visible_owners
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.kernel.jobs import later
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

from .actions.keeping import add_segment, archive_segment, change_segment
from .jobs import refresh_later
from .queries.naming import catalogue, situation
from .queries.reasons import Reasons, WhyNode
from .queries.segments import SegmentCard, card, member_ids, newest_segments
from .rules.reading import place, read
from .rules.tree import as_json

router = Router(tags=["segments"])

Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^\S(.*\S)?$")]
Description = Annotated[str, Field(max_length=2000)]
Tree = Annotated[
    dict[str, Any],
    Field(
        description="A condition tree of version 1: all, any or none of conditions and groups.",
        examples=[
            {
                "v": 1,
                "all": [{"on": "score", "field": "orders", "relation": "at_least", "value": 3}],
            }
        ],
    ),
]


class SegmentIn(Strict):
    name: Name
    tree: Tree
    description: Description = ""


class SegmentChange(Strict):
    """Only what is sent is changed; `version` refuses a change of what you have not seen."""

    name: Name | None = None
    tree: Tree | None = None
    description: Description | None = None
    archived: Literal[True] | None = None
    version: Id | None = None


class SegmentOut(Strict):
    """`size` is null until the members were counted for the first time."""

    id: int
    name: str
    description: str
    tree: dict[str, Any]
    size: int | None
    refreshed_at: datetime | None
    problem: str
    archived: bool
    version: int
    created_at: datetime
    updated_at: datetime


class MemberOut(Strict):
    contact_id: int


class ReasonOut(Strict):
    """One condition or group: `at` is its place in the tree, `fact` what is known."""

    at: str
    answer: Literal["yes", "no", "skip"]
    sentence: str
    fact: str
    of: list["ReasonOut"]


class WhyOut(Strict):
    contact_id: int
    member: bool
    reasons: ReasonOut


@router.get("/segments", response=Page[SegmentOut], operation_id="list_segments")
def list_segments(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Segments in use, newest first."""
    owners = visible_owners(actor_of(request), "view", "segments")
    found = newest_segments(owners, after=read_cursor("segments", cursor), limit=limit + 1)
    return page_of("segments", found, limit=limit, item=_out, position=lambda one: one.id)


@router.post("/segments", response={201: SegmentOut}, operation_id="add_segment")
@transaction.atomic
def add(request: HttpRequest, said: SegmentIn) -> Status[SegmentOut]:
    """Save a segment; its members are counted in the background."""
    by = actor_of(request)
    authorise(by, "edit", "segments")
    segment_id = add_segment(
        name=said.name,
        tree=read(said.tree),
        description=said.description,
        by=by,
        now=clock.now(),
    )
    _count(segment_id)
    return Status(201, _out(card(segment_id)))


@router.get("/segments/{segment_id}", response=SegmentOut, operation_id="get_segment")
def get(request: HttpRequest, segment_id: Id) -> SegmentOut:
    return _out(_seen(request, segment_id, "view"))


@router.patch("/segments/{segment_id}", response=SegmentOut, operation_id="change_segment")
@transaction.atomic
def change(request: HttpRequest, segment_id: Id, said: SegmentChange) -> SegmentOut:
    """Change, or put away with `archived: true`."""
    _seen(request, segment_id, "edit")
    by, now = actor_of(request), clock.now()
    change_segment(
        segment_id=segment_id,
        name=said.name,
        tree=None if said.tree is None else read(said.tree),
        description=said.description,
        expected_version=said.version,
        by=by,
        now=now,
    )
    if said.archived:
        archive_segment(segment_id=segment_id, by=by, now=now)
    elif said.tree is not None:
        _count(segment_id)
    return _out(card(segment_id))


@router.get("/segments/{segment_id}/members", response=Page[MemberOut], operation_id="list_members")
def members(
    request: HttpRequest, segment_id: Id, cursor: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """Who was in when the members were last counted, by contact id."""
    _seen(request, segment_id, "view")
    _sees_everybody(request)
    purpose = f"members.{segment_id}"
    found = member_ids(segment_id, after=read_cursor(purpose, cursor) or 0, limit=limit + 1)
    return page_of(
        purpose,
        found,
        limit=limit,
        item=lambda one: MemberOut(contact_id=one),
        position=lambda one: one,
    )


@router.get(
    "/segments/{segment_id}/why/{contact_id}", response=WhyOut, operation_id="why_in_segment"
)
def why(request: HttpRequest, segment_id: Id, contact_id: Id) -> WhyOut:
    """Every condition with its answer for this person, as of now."""
    segment = _seen(request, segment_id, "view")
    _sees_everybody(request)
    if not contacts.exists(contact_id):
        raise NotFound("There is no such person.")
    reasons = Reasons(contact_id, situation(clock.now()), catalogue(segment.tree))
    found = reasons.why(segment.tree)
    return WhyOut(
        contact_id=contact_id, member=found.answer == "yes", reasons=_reason(found, segment)
    )


def _seen(request: HttpRequest, segment_id: int, action: str) -> SegmentCard:
    segment = card(segment_id)
    if not may(actor_of(request), "view", "segments", owner_id=segment.owner_id):
        raise NotFound("There is no such segment.")
    authorise(actor_of(request), action, "segments", owner_id=segment.owner_id)
    return segment


def _sees_everybody(request: HttpRequest) -> None:
    """People are only named to those who may see every person."""
    if visible_owners(actor_of(request), "view", "contacts") is not None:
        raise NotFound("You do not see every person, so not who is in a segment either.")


def _count(segment_id: int) -> None:
    later(refresh_later, lock=f"segment-{segment_id}", segment_id=segment_id)


def _reason(node: WhyNode, segment: SegmentCard) -> ReasonOut:
    return ReasonOut(
        at=place(segment.tree, node.path),
        answer=node.answer,
        sentence=node.sentence,
        fact=node.fact,
        of=[_reason(child, segment) for child in node.children],
    )


def _out(one: SegmentCard) -> SegmentOut:
    return SegmentOut(
        id=one.id,
        name=one.name,
        description=one.description,
        tree=as_json(one.tree),
        size=one.size,
        refreshed_at=one.refreshed_at,
        problem=one.problem,
        archived=one.archived,
        version=one.version,
        created_at=one.created_at,
        updated_at=one.updated_at,
    )
