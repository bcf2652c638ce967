"""Contacts through the API."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from relasi.accounts.public import actor_of, authorise, authorise_new, visible_owners
from relasi.contacts.actions.adding import add_contact
from relasi.contacts.actions.changing import change_contact
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.addresses import normalise_email, normalise_phone
from relasi.contacts.queries.cards import ContactCard, card, cards
from relasi.contacts.queries.listing import contact_page
from relasi.kernel import clock
from relasi.kernel.rest import Cursor, Id, Limit, Moment, Page, page_of, read_cursor

from .schemas import Contact, ContactChange, ContactIn, contact_out, written

router = Router(tags=["contacts"])
Asked = Annotated[str, Field(min_length=1, max_length=320, pattern=r"^[^\x00]+$")]


@router.get("/contacts", response=Page[Contact], operation_id="list_contacts")
def list_contacts(  # noqa: PLR0913, PLR0917  (each is a filter of its own)
    request: HttpRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    email: Asked | None = None,
    phone: Asked | None = None,
    external_id: Asked | None = None,
    tag: Asked | None = None,
    company_id: Id | None = None,
    owner_id: Id | None = None,
    updated_since: Moment | None = None,
) -> Any:
    """Contacts in the order they were added; every filter given must fit."""
    ids = contact_page(
        after=read_cursor("contacts", cursor),
        limit=limit + 1,
        owners=visible_owners(actor_of(request), "view", "contacts"),
        addresses=_addresses(email, phone, external_id),
        tag=tag,
        company_id=company_id,
        owner_id=owner_id,
        updated_since=updated_since,
    )
    return page_of(
        "contacts",
        cards(ids),
        limit=limit,
        item=contact_out,
        position=lambda found: found.id,
    )


def _addresses(email: str | None, phone: str | None, external_id: str | None) -> dict[str, str]:
    """The asked addresses in their written form, by kind. Raises Refused."""
    found = {}
    if email is not None:
        found["email"] = normalise_email(email)
    if phone is not None:
        found["phone"] = normalise_phone(phone)
    if external_id is not None:
        found["external"] = external_id
    return found


@router.post("/contacts", response={201: Contact}, operation_id="add_contact")
def add(request: HttpRequest, contact: ContactIn) -> Any:
    """Add a contact. An address that belongs to another contact is refused."""
    by = actor_of(request)
    owner_id = authorise_new(by, "contacts", owner_id=contact.owner_id)
    values = written(contact.dict(), contact) | {"owner_id": owner_id}
    return Status(201, contact_out(card(add_contact(**values, by=by, now=clock.now()))))


@router.get("/contacts/{contact_id}", response=Contact, operation_id="get_contact")
def get(request: HttpRequest, contact_id: Id) -> Any:
    """One contact with all addresses, tags and custom fields."""
    return contact_out(_reached(request, "view", contact_id))


@router.patch("/contacts/{contact_id}", response=Contact, operation_id="change_contact")
def change(request: HttpRequest, contact_id: Id, contact: ContactChange) -> Any:
    """Change what is sent and nothing else."""
    _reached(request, "edit", contact_id)
    values = written(contact.dict(exclude_unset=True), contact)
    version = values.pop("version", None)
    by = actor_of(request)
    if "owner_id" in values:
        authorise(by, "edit", "contacts", owner_id=values["owner_id"])
    change_contact(
        contact_id=contact_id, changes=values, expected_version=version, by=by, now=clock.now()
    )
    return contact_out(card(contact_id))


@router.delete("/contacts/{contact_id}", response={204: None}, operation_id="delete_contact")
def delete(request: HttpRequest, contact_id: Id) -> Any:
    """Delete a contact and what is personal; orders and messages stay, without a name."""
    _reached(request, "delete", contact_id)
    delete_contact(contact_id=contact_id, by=actor_of(request), now=clock.now())
    return Status(204, None)


def _reached(request: HttpRequest, action: str, contact_id: int) -> ContactCard:
    authorise(actor_of(request), action, "contacts")
    found = card(contact_id)
    authorise(actor_of(request), action, "contacts", owner_id=found.owner_id)
    return found
