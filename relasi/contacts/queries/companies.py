"""One company, and the people in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from relasi.contacts.models import Company, Contact
from relasi.contacts.rules import COMPANY_ATTRIBUTES
from relasi.kernel.errors import NotFound

from .cards import names


@dataclass(frozen=True, slots=True)
class CompanyCard:
    id: int
    name: str
    domain: str
    industry: str
    city: str
    country: str
    external_id: str
    owner_id: int | None
    fields: dict[str, Any]
    people: int
    is_sample: bool
    created_at: datetime
    updated_at: datetime
    updated_by: str
    version: int


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
    job_title: str
    city: str


def company_card(company_id: int) -> CompanyCard:
    """One company and how many people it has. Raises NotFound."""
    company = Company.objects.filter(pk=company_id).first()
    if company is None:
        raise NotFound(_("This company is not here any more. Search for it again."))
    return CompanyCard(
        id=company.pk,
        **{key: getattr(company, key) for key in COMPANY_ATTRIBUTES},
        external_id=company.external_id or "",
        owner_id=company.owner_id,
        fields=company.fields,
        people=Contact.objects.filter(company_id=company_id).count(),
        is_sample=company.is_sample,
        created_at=company.created_at,
        updated_at=company.updated_at,
        updated_by=company.updated_by,
        version=company.version,
    )


def find_company(*, name: str = "", external_id: str = "", domain: str = "") -> int | None:
    """By external id, else domain, else name regardless of case: the oldest that fits."""
    companies = Company.objects.order_by("pk").values_list("pk", flat=True)
    if external_id:
        return companies.filter(external_id=external_id).first()
    if domain:
        return companies.filter(domain=domain).first()
    return companies.filter(name__iexact=name).first() if name else None


def company_names(ids: Iterable[int]) -> dict[int, str]:
    return dict(Company.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def people_of(company_id: int, limit: int = 50) -> tuple[Colleague, ...]:
    """The people of a company, by name."""
    rows = Contact.objects.filter(company_id=company_id).order_by("name", "pk")[:limit]
    people = list(rows.values_list("pk", "job_title", "city"))
    called = names(pk for pk, _title, _city in people)
    return tuple(Colleague(pk, called[pk], title, city) for pk, title, city in people)
