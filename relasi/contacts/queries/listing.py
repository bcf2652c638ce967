"""Pages by id, for programs that read everything in turn."""

from collections.abc import Collection, Mapping
from datetime import datetime

from relasi.contacts.models import Company, Contact, ContactTag, Identity


def contact_page(  # noqa: PLR0913  (each is a filter of its own, by name)
    *,
    after: int | None,
    limit: int,
    owners: Collection[int] | None,
    addresses: Mapping[str, str],
    tag: str | None = None,
    company_id: int | None = None,
    owner_id: int | None = None,
    updated_since: datetime | None = None,
) -> list[int]:
    """Ids above `after`, in order; `addresses` are written forms by kind."""
    rows = Contact.objects.order_by("pk").filter(pk__gt=after or 0)
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    for kind, value in addresses.items():
        known = Identity.objects.filter(kind=kind, value=value)
        rows = rows.filter(pk__in=known.values("contact_id"))
    if tag is not None:
        tagged = ContactTag.objects.filter(tag__name__iexact=tag)
        rows = rows.filter(pk__in=tagged.values("contact_id"))
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    if updated_since is not None:
        rows = rows.filter(updated_at__gte=updated_since)
    return list(rows.values_list("pk", flat=True)[:limit])


def company_page(  # noqa: PLR0913  (each is a filter of its own, by name)
    *,
    after: int | None,
    limit: int,
    owners: Collection[int] | None,
    name: str | None = None,
    domain: str | None = None,
    external_id: str | None = None,
) -> list[int]:
    """Ids above `after`, in order; `name` regardless of case."""
    rows = Company.objects.order_by("pk").filter(pk__gt=after or 0)
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    if name is not None:
        rows = rows.filter(name__iexact=name)
    if domain is not None:
        rows = rows.filter(domain=domain.lower())
    if external_id is not None:
        rows = rows.filter(external_id=external_id)
    return list(rows.values_list("pk", flat=True)[:limit])
