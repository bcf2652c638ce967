"""Adding, changing and removing a company."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import Company
from relasi.contacts.rules import COMPANY_ATTRIBUTES, normalise_external
from relasi.contacts.sentences import Problems
from relasi.kernel.errors import NotFound, Refused

from .changing import Outdated
from .cleaning import clean_attributes, clean_fields, clean_owner


@transaction.atomic
def add_company(  # noqa: PLR0913  (a company has many sides, each by name)
    *,
    external_id: str = "",
    owner_id: int | None = None,
    fields: Mapping[str, Any] | None = None,
    is_sample: bool = False,
    by: Actor,
    now: datetime,
    **attributes: Any,
) -> int:
    """Add a company and return its id. `attributes` are those of rules.COMPANY_ATTRIBUTES."""
    problems = Problems()
    cleaned = dict.fromkeys(COMPANY_ATTRIBUTES, "")
    cleaned |= clean_attributes("company", attributes, now, problems)
    values = clean_fields("company", fields or {}, problems)
    clean_owner(owner_id, problems)
    external = _external(external_id, None, problems)
    if not problems.found and not cleaned["name"]:
        problems.found["name"] = _("A company needs a name. Write it here.")
    problems.raise_any()
    company = Company.objects.create(
        **cleaned,
        external_id=external,
        owner_id=owner_id,
        fields={key: value for key, value in values.items() if value is not None},
        is_sample=is_sample,
        created_at=now,
        updated_at=now,
        updated_by=by.label,
    )
    record(by, "added", "companies", company.pk, at=now)
    return company.pk


@transaction.atomic
def change_company(
    *,
    company_id: int,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> bool:
    """Change what `changes` names; "fields" only those given. Raises Unacceptable, Outdated."""
    company = lock_company(company_id, expected_version)
    problems = Problems()
    plain = {key: changes[key] for key in COMPANY_ATTRIBUTES if key in changes}
    wanted = clean_attributes("company", plain, now, problems)
    if not wanted.get("name", company.name) and "name" not in problems.found:
        problems.found["name"] = _("A company needs a name. Write it here.")
    if "external_id" in changes:
        wanted["external_id"] = _external(changes["external_id"] or "", company_id, problems)
    if changes.get("owner_id", company.owner_id) != company.owner_id:
        clean_owner(changes["owner_id"], problems)
        wanted["owner_id"] = changes["owner_id"]
    written = clean_fields("company", changes.get("fields") or {}, problems)
    wanted["fields"] = {k: v for k, v in (company.fields | written).items() if v is not None}
    problems.raise_any()
    different = any(getattr(company, key) != value for key, value in wanted.items())
    if different:
        _save(company, wanted, by, now)
        record(by, "changed", "companies", company_id, at=now, keys=sorted(changes))
    return different


def _save(company: Company, wanted: Mapping[str, Any], by: Actor, now: datetime) -> None:
    for key, value in wanted.items():
        setattr(company, key, value)
    company.version += 1
    company.updated_at, company.updated_by = now, by.label
    company.save()


def lock_company(company_id: int, expected_version: int | None = None) -> Company:
    """The row, ours until the transaction ends."""
    company = Company.objects.select_for_update(of=("self",)).filter(pk=company_id).first()
    if company is None:
        raise NotFound(_("This company is not here any more. Search for it again."))
    if expected_version not in {None, company.version}:
        sentence = _("Somebody changed this company while you were writing. Compare, then save.")
        raise Outdated(sentence, version=company.version)
    return company


def _external(written: str, company_id: int | None, problems: Problems) -> str | None:
    if not written:
        return None
    with problems.beside("external_id"):
        value = normalise_external(written)
        if Company.objects.filter(external_id=value).exclude(pk=company_id or 0).exists():
            raise Refused(_("Another company has the external id %(id)s.") % {"id": value})
        return value
    return None
