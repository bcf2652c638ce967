"""One company, and the people in it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
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
    found = company_cards([company_id])
    if not found:
        raise NotFound(_("This company is not here any more. Search for it again."))
    return found[0]


def company_cards(ids: Sequence[int]) -> list[CompanyCard]:
    """In the order of `ids`; those that are gone are left out."""
    rows = {row.pk: row for row in Company.objects.filter(pk__in=ids)}
    people = people_counts(ids)
    return [
        CompanyCard(
            id=row.pk,
            **{key: getattr(row, key) for key in COMPANY_ATTRIBUTES},
            external_id=row.external_id or "",
            owner_id=row.owner_id,
            fields=row.fields,
            people=people.get(row.pk, 0),
            is_sample=row.is_sample,
            created_at=row.created_at,
            updated_at=row.updated_at,
            updated_by=row.updated_by,
            version=row.version,
        )
        for row in (rows[pk] for pk in ids if pk in rows)
    ]


def people_counts(ids: Sequence[int]) -> dict[int, int]:
    """How many people each company has; those without any are left out."""
    rows = Contact.objects.filter(company_id__in=ids).values("company_id")
    counted = rows.annotate(number=Count("pk")).values_list("company_id", "number")
    return {company_id: number for company_id, number in counted if company_id}


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


def people_of(
    company_id: int, owners: Collection[int] | None, limit: int = 50
) -> tuple[Colleague, ...]:
    """The people of a company, by name; `owners` are whose people may be seen, None everybody's."""
    rows = Contact.objects.filter(company_id=company_id).order_by("name", "pk")
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    people = list(rows.values_list("pk", "job_title", "city")[:limit])
    called = names(pk for pk, _title, _city in people)
    return tuple(Colleague(pk, called[pk], title, city) for pk, title, city in people)
