"""Webhooks through the API: who is told what, and what became of it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from relasi.accounts.public import actor_of, authorise
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

from .actions.keeping import (
    add_endpoint,
    change_endpoint,
    delete_endpoint,
    renew_secret,
    send_test,
    switch,
)
from .actions.replaying import send_again
from .queries.deliveries import DeliveryCard, chosen, delivery_card, delivery_page
from .queries.endpoints import EndpointCard, endpoint_card, endpoint_page, secret_of

router = Router(tags=["webhooks"])

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
Url = Annotated[str, Field(min_length=1, max_length=2000)]
Kinds = Annotated[list[str], Field(min_length=1, max_length=50)]
State = Literal["waiting", "sending", "delivered", "dead"]


class WebhookIn(Strict):
    name: Name
    url: Url
    kinds: Kinds


class WebhookChange(Strict):
    """Only what is sent is changed; `version` refuses a change of what you have not seen."""

    name: Name | None = None
    url: Url | None = None
    kinds: Kinds | None = None
    enabled: bool | None = None
    version: Id | None = None


class WebhookOut(Strict):
    """`gone_at` is when it answered 410 and was switched off."""

    id: int
    name: str
    url: str
    kinds: list[str]
    enabled: bool
    gone_at: datetime | None
    failing_since: datetime | None
    version: int
    created_at: datetime


class SecretOut(Strict):
    secret: str


class WebhookMessage(Strict):
    """`id` names the delivery here, `uid` is the webhook-id that the receiver sees."""

    id: int
    uid: str
    kind: str
    state: State
    failures: int
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None
    status: int | None
    word: str


class SentAgain(Strict):
    sent_again: int


@router.get("/webhooks", response=Page[WebhookOut], operation_id="list_webhooks")
def list_webhooks(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """Webhooks in the order they were added."""
    authorise(actor_of(request), "view", "webhooks")
    found = endpoint_page(after=read_cursor("webhooks", cursor) or 0, limit=limit + 1)
    return page_of("webhooks", found, limit=limit, item=_out, position=lambda one: one.id)


@router.post("/webhooks", response={201: WebhookOut}, operation_id="add_webhook")
@transaction.atomic
def add(request: HttpRequest, said: WebhookIn) -> Status[WebhookOut]:
    """Add one; it is on from the start. Its secret is asked for on its own."""
    by = actor_of(request)
    webhook_id = add_endpoint(
        name=said.name, url=said.url, kinds=said.kinds, by=by, now=clock.now()
    )
    return Status(201, _out(endpoint_card(webhook_id)))


@router.get("/webhooks/{webhook_id}", response=WebhookOut, operation_id="get_webhook")
def get(request: HttpRequest, webhook_id: Id) -> WebhookOut:
    authorise(actor_of(request), "view", "webhooks")
    return _out(endpoint_card(webhook_id))


@router.patch("/webhooks/{webhook_id}", response=WebhookOut, operation_id="change_webhook")
@transaction.atomic
def change(request: HttpRequest, webhook_id: Id, said: WebhookChange) -> WebhookOut:
    """Change it, or switch it on and off with `enabled`."""
    by, now = actor_of(request), clock.now()
    change_endpoint(
        endpoint_id=webhook_id,
        name=said.name,
        url=said.url,
        kinds=said.kinds,
        expected_version=said.version,
        by=by,
        now=now,
    )
    if said.enabled is not None:
        switch(endpoint_id=webhook_id, on=said.enabled, by=by, now=now)
    return _out(endpoint_card(webhook_id))


@router.delete("/webhooks/{webhook_id}", response={204: None}, operation_id="delete_webhook")
def delete(request: HttpRequest, webhook_id: Id) -> Status[None]:
    """Delete it with all that was sent there and all that waits."""
    delete_endpoint(endpoint_id=webhook_id, by=actor_of(request), now=clock.now())
    return Status(204, None)


@router.get("/webhooks/{webhook_id}/secret", response=SecretOut, operation_id="get_webhook_secret")
def secret(request: HttpRequest, webhook_id: Id) -> SecretOut:
    """The secret that signs at present. It asks for the right to change webhooks."""
    authorise(actor_of(request), "edit", "webhooks")
    return _secret(webhook_id)


@router.post(
    "/webhooks/{webhook_id}/secret", response={201: SecretOut}, operation_id="renew_webhook_secret"
)
@transaction.atomic
def renew(request: HttpRequest, webhook_id: Id) -> Status[SecretOut]:
    """Another secret; the one before signs beside it for 24 hours."""
    renew_secret(endpoint_id=webhook_id, by=actor_of(request), now=clock.now())
    return Status(201, _secret(webhook_id))


@router.post("/webhooks/{webhook_id}/test", response={202: None}, operation_id="test_webhook")
def test(request: HttpRequest, webhook_id: Id) -> Status[None]:
    """Send a message of kind webhook.test; what became of it stands among its messages."""
    send_test(endpoint_id=webhook_id, by=actor_of(request))
    return Status(202, None)


@router.get(
    "/webhooks/{webhook_id}/messages",
    response=Page[WebhookMessage],
    operation_id="list_webhook_messages",
)
def messages(
    request: HttpRequest,
    webhook_id: Id,
    cursor: Cursor = "",
    limit: Limit = 50,
    state: State | None = None,
) -> dict[str, Any]:
    """What it was told, newest first, with the last answer to each."""
    authorise(actor_of(request), "view", "webhooks")
    purpose = f"webhook_messages.{endpoint_card(webhook_id).id}"
    found = delivery_page(
        webhook_id, before=read_cursor(purpose, cursor), state=state, limit=limit + 1
    )
    return page_of(purpose, found, limit=limit, item=_message, position=lambda one: one.id)


@router.post(
    "/webhooks/{webhook_id}/messages/{message_id}/again",
    response=SentAgain,
    operation_id="send_webhook_message_again",
)
def again(request: HttpRequest, webhook_id: Id, message_id: Id) -> SentAgain:
    """Send one that ended once more, with the same id; 0 for one that is on its way."""
    by = actor_of(request)
    authorise(by, "edit", "webhooks")
    if delivery_card(message_id).endpoint_id != webhook_id:
        raise NotFound(_("This message is not here any more. Choose another in the list."))
    return SentAgain(sent_again=send_again(rows=chosen([message_id]), by=by, now=clock.now()))


def _out(card: EndpointCard) -> WebhookOut:
    return WebhookOut(
        id=card.id,
        name=card.name,
        url=card.url,
        kinds=list(card.kinds),
        enabled=card.is_enabled,
        gone_at=card.gone_at,
        failing_since=card.failing_since,
        version=card.version,
        created_at=card.created_at,
    )


def _secret(webhook_id: int) -> SecretOut:
    return SecretOut(secret=secret_of(webhook_id, clock.now()))


def _message(card: DeliveryCard) -> WebhookMessage:
    return WebhookMessage(**{name: getattr(card, name) for name in WebhookMessage.model_fields})
