"""Companies through the API."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from relasi.accounts.public import actor_of, authorise, authorise_new, visible_owners
from relasi.contacts.actions.companies import add_company, change_company
from relasi.contacts.actions.deleting import delete_company
from relasi.contacts.queries.companies import CompanyCard, company_card, company_cards
from relasi.contacts.queries.listing import company_page
from relasi.kernel import clock
from relasi.kernel.rest import Cursor, Id, Limit, Page, page_of, read_cursor

from .schemas import Company, CompanyChange, CompanyIn, company_out

router = Router(tags=["companies"])
Asked = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]+$")]


@router.get("/companies", response=Page[Company], operation_id="list_companies")
def list_companies(  # noqa: PLR0913, PLR0917  (each is a filter of its own)
    request: HttpRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    name: Asked | None = None,
    domain: Asked | None = None,
    external_id: Asked | None = None,
) -> Any:
    """Companies in the order they were added."""
    ids = company_page(
        after=read_cursor("companies", cursor),
        limit=limit + 1,
        owners=visible_owners(actor_of(request), "view", "companies"),
        name=name,
        domain=domain,
        external_id=external_id,
    )
    return page_of(
        "companies",
        company_cards(ids),
        limit=limit,
        item=company_out,
        position=lambda found: found.id,
    )


@router.post("/companies", response={201: Company}, operation_id="add_company")
def add(request: HttpRequest, company: CompanyIn) -> Any:
    by = actor_of(request)
    owner_id = authorise_new(by, "companies", owner_id=company.owner_id)
    values = company.dict() | {"owner_id": owner_id}
    company_id = add_company(**values, by=by, now=clock.now())
    return Status(201, company_out(company_card(company_id)))


@router.get("/companies/{company_id}", response=Company, operation_id="get_company")
def get(request: HttpRequest, company_id: Id) -> Any:
    return company_out(_reached(request, "view", company_id))


@router.patch("/companies/{company_id}", response=Company, operation_id="change_company")
def change(request: HttpRequest, company_id: Id, company: CompanyChange) -> Any:
    """Change what is sent and nothing else."""
    _reached(request, "edit", company_id)
    values = company.dict(exclude_unset=True)
    version = values.pop("version", None)
    by = actor_of(request)
    if "owner_id" in values:
        authorise(by, "edit", "companies", owner_id=values["owner_id"])
    change_company(
        company_id=company_id, changes=values, expected_version=version, by=by, now=clock.now()
    )
    return company_out(company_card(company_id))


@router.delete("/companies/{company_id}", response={204: None}, operation_id="delete_company")
def delete(request: HttpRequest, company_id: Id) -> Any:
    """Delete a company that has no people."""
    _reached(request, "delete", company_id)
    delete_company(company_id=company_id, by=actor_of(request), now=clock.now())
    return Status(204, None)


def _reached(request: HttpRequest, action: str, company_id: int) -> CompanyCard:
    authorise(actor_of(request), action, "companies")
    found = company_card(company_id)
    authorise(actor_of(request), action, "companies", owner_id=found.owner_id)
    return found
