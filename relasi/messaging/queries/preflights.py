"""How a pre-flight stands, and whom it found."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from relasi.contacts import public as contacts
from relasi.kernel.errors import NotFound
from relasi.messaging.models import Preflight, PreflightCase


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail that cannot be made: for whom, in which block, why and what to do."""

    contact_id: int
    name: str
    variant: str
    block: str
    reason: str


@dataclass(frozen=True, slots=True)
class PreflightReport:
    """`failed` counts all; `failures` holds the first ones."""

    id: int
    state: str
    total: int
    checked: int
    failed: int
    failures: tuple[Failure, ...]

    @property
    def good(self) -> bool:
        return self.state == "done" and self.failed == 0


def preflight_report(preflight_id: int, *, first: int = 50) -> PreflightReport:
    """Raises NotFound."""
    row = Preflight.objects.filter(pk=preflight_id).first()
    if row is None:
        raise NotFound(_("There is no such pre-flight."))
    failed = PreflightCase.objects.filter(preflight=row).exclude(problem=None).count()
    found = tuple(preflight_failures(preflight_id, limit=first))
    return PreflightReport(row.pk, row.state, row.total, row.checked, failed, found)


def preflight_failures(preflight_id: int, *, offset: int = 0, limit: int = 50) -> list[Failure]:
    """One page of those it fails for, in the order of the contacts."""
    cases = PreflightCase.objects.filter(preflight_id=preflight_id).exclude(problem=None)
    rows = cases.order_by("pk").values_list("contact_id", "variant", "block", "problem")
    page = list(rows[offset : offset + limit])
    names = contacts.names([row[0] for row in page])
    return [
        Failure(contact_id, names.get(contact_id, ""), variant, block, problem or "")
        for contact_id, variant, block, problem in page
    ]
