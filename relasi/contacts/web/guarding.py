"""Who may do what to this very person: asked first by every view of one."""

from django.http import HttpRequest

from relasi.accounts.public import actor_of, authorise
from relasi.contacts.queries.cards import ContactCard, card
from relasi.contacts.queries.companies import CompanyCard, company_card


def reached(request: HttpRequest, action: str, contact_id: int) -> ContactCard:
    """The person's card. Raises NotFound, and NotAllowed when they are another's to touch."""
    found = card(contact_id)
    authorise(actor_of(request), action, "contacts", owner_id=found.owner_id)
    return found


def reached_company(request: HttpRequest, action: str, company_id: int) -> CompanyCard:
    found = company_card(company_id)
    authorise(actor_of(request), action, "companies", owner_id=found.owner_id)
    return found
