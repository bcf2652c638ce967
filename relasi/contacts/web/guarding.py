"""Who may do what to this very person: asked first by every view of one."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.contacts.queries.cards import ContactCard, card
from relasi.contacts.queries.companies import CompanyCard, company_card
from relasi.kernel.errors import Refused


def reached(request: HttpRequest, action: str, contact_id: int) -> ContactCard:
    """The person's card. Raises NotFound, and NotAllowed when they are another's to touch.

    Of somebody who was deleted nothing can be changed: Refused.
    """
    found = card(contact_id)
    authorise(actor_of(request), action, "contacts", owner_id=found.owner_id)
    if found.erased_at and action != "view":
        raise Refused(_("This person was deleted. What stayed of them cannot be changed."))
    return found


def reached_company(request: HttpRequest, action: str, company_id: int) -> CompanyCard:
    found = company_card(company_id)
    authorise(actor_of(request), action, "companies", owner_id=found.owner_id)
    return found
