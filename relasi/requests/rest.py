"""Requests about somebody's data through the API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from relasi.accounts.public import actor_of, authorise
from relasi.kernel import clock
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

from .actions import fulfilling, moving, opening
from .queries.cards import RequestCard, request_card, request_page

router = Router(tags=["privacy"])

Kind = Literal["access", "portability", "correction", "erasure", "restriction", "objection"]
State = Literal["received", "proving", "working", "done", "refused", "withdrawn"]
Law = Literal["uu_pdp", "gdpr"]
Proof = Literal["link", "document", "known", "call", "sender"]
Words = Annotated[str, Field(max_length=500)]
ONE = "/privacy-requests/{request_id}"


class RequestIn(Strict):
    """`contact_id` or `address` says who asks; `law` follows from their country when it is left
    out, `received_at` is now.
    """

    kind: Kind
    contact_id: Id | None = None
    address: Annotated[str, Field(max_length=320)] = ""
    wish: Annotated[str, Field(max_length=4000)] = ""
    law: Law | None = None
    received_at: datetime | None = None


class RequestOut(Strict):
    """`due_at` is by when the law wants it done; `is_overdue` while it is open after that."""

    id: int
    kind: Kind
    state: State
    contact_id: int | None
    law: Law
    received_at: datetime
    due_at: datetime
    extended_at: datetime | None
    proven_at: datetime | None
    closed_at: datetime | None
    is_overdue: bool


class ProofIn(Strict):
    proof: Proof
    said: Words = ""


class ReasonIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


@router.get("/privacy-requests", response=Page[RequestOut], operation_id="list_privacy_requests")
def list_requests(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, state: State | None = None
) -> Any:
    """Requests, the newest first."""
    authorise(actor_of(request), "view", "privacy")
    now = clock.now()
    position = read_cursor("requests", cursor)
    return page_of(
        "requests",
        request_page(before=position, state=state, limit=limit + 1, now=now),
        limit=limit,
        item=_out,
        position=lambda card: card.id,
    )


@router.post("/privacy-requests", response={201: RequestOut}, operation_id="open_privacy_request")
def open_request(request: HttpRequest, asked: RequestIn) -> Any:
    """Write a request down; its clock runs from then."""
    by = _editor(request)
    said = asked.dict() | {"law": asked.law or ""}
    return _shown(opening.open_request(**said, via="api", by=by, now=clock.now()), 201)


@router.get(ONE, response=RequestOut, operation_id="get_privacy_request")
def get_request(request: HttpRequest, request_id: Id) -> Any:
    """One request."""
    authorise(actor_of(request), "view", "privacy")
    return _out(request_card(request_id, clock.now()))


@router.post(f"{ONE}/proof", response=RequestOut, operation_id="prove_privacy_request")
def prove_request(request: HttpRequest, request_id: Id, proof: ProofIn) -> Any:
    """Say how it was proven who asks; from then on it can be fulfilled."""
    moving.prove(request_id=request_id, by=_editor(request), now=clock.now(), **proof.dict())
    return _shown(request_id)


@router.post(f"{ONE}/fulfilment", response=RequestOut, operation_id="fulfil_privacy_request")
def fulfil_request(request: HttpRequest, request_id: Id) -> Any:
    """Do what it asks for: write the file, erase, restrict, or say no to everything."""
    by = _editor(request)
    fulfilling.fulfil(request_id=request_id, by=by, now=clock.now())
    return _shown(request_id)


@router.post(f"{ONE}/extension", response=RequestOut, operation_id="extend_privacy_request")
def extend_request(request: HttpRequest, request_id: Id, why: ReasonIn) -> Any:
    """Two more months, once (GDPR)."""
    moving.extend(request_id=request_id, reason=why.reason, by=_editor(request), now=clock.now())
    return _shown(request_id)


@router.post(f"{ONE}/completion", response=RequestOut, operation_id="finish_privacy_request")
def finish_request(request: HttpRequest, request_id: Id, what: ReasonIn) -> Any:
    """Say what was done; the request is closed."""
    moving.finish(request_id=request_id, said=what.reason, by=_editor(request), now=clock.now())
    return _shown(request_id)


@router.post(f"{ONE}/refusal", response=RequestOut, operation_id="refuse_privacy_request")
def refuse_request(request: HttpRequest, request_id: Id, why: ReasonIn) -> Any:
    """Say why it is refused; the request is closed."""
    moving.refuse(request_id=request_id, reason=why.reason, by=_editor(request), now=clock.now())
    return _shown(request_id)


def _editor(request: HttpRequest) -> Any:
    actor = actor_of(request)
    authorise(actor, "edit", "privacy")
    return actor


def _shown(request_id: int, status: int = 200) -> Any:
    return Status(status, _out(request_card(request_id, clock.now())))


def _out(card: RequestCard) -> RequestOut:
    return RequestOut(**{name: getattr(card, name) for name in RequestOut.model_fields})
