"""Events through the API: read a contact's timeline, tell what happened elsewhere."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Router
from pydantic import Field, JsonValue

from relasi.accounts.public import actor_of, authorise
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

from . import public as timeline
from .actions.planning.changing import plan_from, put_plan
from .queries.plans import plan_card
from .queries.sources import SourceCard, source_card, source_page
from .rules.planning import as_schema

router = Router(tags=["events"])

Word = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$")]
Source = Annotated[str, Field(max_length=40)]
Key = Annotated[str, Field(min_length=1, max_length=60)]
Url = Annotated[str, Field(max_length=2000)]
Money = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]
Channel = Literal["web", "mail", "orders", "service", "people"]
MOST_PROPERTIES = 50


class EventOut(Strict):
    """`session` is the visit it belongs to; `source` says where the visit came from."""

    id: int
    contact_id: int
    at: datetime
    name: str
    channel: str
    source: str
    url: str
    session: int | None
    product_id: int | None
    order_id: int | None
    campaign_id: int | None
    revenue: Decimal | None
    by_machine: bool
    properties: dict[str, JsonValue]


class EventIn(Strict):
    """`key` names the event: sent again under the same key, it is stored once."""

    contact_id: Id
    name: Word
    channel: Channel = "web"
    at: datetime | None = None
    source: Source = ""
    url: Url = ""
    product_id: Id | None = None
    order_id: Id | None = None
    campaign_id: Id | None = None
    revenue: Money | None = None
    by_machine: bool = False
    properties: dict[Word, JsonValue] = Field(default={}, max_length=MOST_PROPERTIES)
    key: Key | None = None


class EventStored(Strict):
    """`stored` is false when an event with this key was there already."""

    stored: bool


class SourceOut(Strict):
    """`write_key` is what clients send with; it lets events in and nothing out.

    `consent_mode` is what the tracking script does before somebody chose; `unread_days` for how
    long an event that cannot be read is kept of whom nobody may know.
    """

    id: int
    name: str
    kind: Literal["website", "app", "server"]
    write_key: str
    origins: list[str]
    per_second: int | None
    is_enabled: bool
    consent_mode: Literal["cookieless", "required", "granted"]
    unread_days: int


@router.get("/sources", response=Page[SourceOut], operation_id="list_sources")
def list_sources(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Where events come from: web sites, apps and servers, in the order they were added."""
    authorise(actor_of(request), "view", "sources")
    return page_of(
        "sources",
        source_page(after=read_cursor("sources", cursor) or 0, limit=limit + 1),
        limit=limit,
        item=_source_out,
        position=lambda card: card.id,
    )


@router.get(
    "/sources/{source_id}/plan", response=dict[str, JsonValue], operation_id="get_tracking_plan"
)
def get_plan(request: HttpRequest, source_id: Id) -> Any:
    """Its tracking plan: a JSON Schema for each event under `$defs`."""
    authorise(actor_of(request), "view", "sources")
    source, card = source_card(source_id), plan_card(source_id)
    return as_schema(card.plan, card.handling, source.name)


@router.put(
    "/sources/{source_id}/plan", response=dict[str, JsonValue], operation_id="put_tracking_plan"
)
def put_tracking_plan(
    request: HttpRequest, source_id: Id, document: Body[dict[str, JsonValue]]
) -> Any:
    """Put this plan in the place of the one that is there. Whether it is kept stays as it is."""
    by = actor_of(request)
    authorise(by, "edit", "sources")
    plan, handling = plan_from(document)
    put_plan(source_id=source_id, plan=plan, handling=handling, by=by, now=clock.now())
    return get_plan(request, source_id)


@router.get("/contacts/{contact_id}/events", response=Page[EventOut], operation_id="list_events")
def list_events(
    request: HttpRequest,
    contact_id: Id,
    cursor: Cursor = "",
    limit: Limit = 50,
    channel: Channel | None = None,
) -> Any:
    """A contact's events, newest first."""
    authorise(actor_of(request), "view", "contacts", owner_id=_owner(contact_id))
    position = read_cursor("events", cursor)
    before = timeline.Cursor(datetime.fromisoformat(position[0]), position[1]) if position else None
    return page_of(
        "events",
        timeline.page_of(
            contact_id, before=before, channels=[channel] if channel else None, limit=limit + 1
        ),
        limit=limit,
        item=lambda event: event,
        position=lambda event: [event.at.isoformat(), event.id],
    )


@router.post("/events", response={201: EventStored}, operation_id="add_event")
def add_event(request: HttpRequest, event: EventIn) -> Any:
    """Tell something that happened to a contact."""
    authorise(actor_of(request), "edit", "contacts", owner_id=_owner(event.contact_id))
    now = clock.now()
    at = event.at or now
    if at > now:
        raise Refused(_("An event cannot lie in the future. Check the time."), field="at")
    values = event.dict() | {"at": at, "key": f"api:{event.key}" if event.key else None}
    stored = timeline.record(timeline.NewEvent(**values))
    return {"stored": stored is not None}


def _source_out(card: SourceCard) -> SourceOut:
    return SourceOut(**{name: getattr(card, name) for name in SourceOut.model_fields})


def _owner(contact_id: int) -> int | None:
    """Whose person this is. Raises NotFound."""
    return contacts.card(contact_id).owner_id
