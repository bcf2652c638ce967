"""How a pre-flight stands, and whom it found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relasi.contacts import public as contacts
from relasi.kernel.errors import NotFound
from relasi.messaging.models import Preflight, PreflightCase

PAGE = 1000  # read at once for a file


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
    failed = _failing(preflight_id).count()
    found = tuple(preflight_failures(preflight_id, limit=first))
    return PreflightReport(row.pk, row.state, row.total, row.checked, failed, found)


def preflight_failures(preflight_id: int, *, offset: int = 0, limit: int = 50) -> list[Failure]:
    """One page of those it fails for, in the order of the contacts."""
    return _named(list(_failing(preflight_id)[offset : offset + limit]))


def every_failure(preflight_id: int) -> Iterator[Failure]:
    """All of them in the same order, for a file."""
    after = 0
    while page := list(_failing(preflight_id).filter(pk__gt=after)[:PAGE]):
        yield from _named(page)
        after = page[-1].pk


def _failing(preflight_id: int) -> QuerySet[PreflightCase]:
    cases = PreflightCase.objects.filter(preflight_id=preflight_id).exclude(problem=None)
    return cases.order_by("pk")


def _named(cases: Sequence[PreflightCase]) -> list[Failure]:
    names = contacts.names([case.contact_id for case in cases])
    return [
        Failure(
            case.contact_id,
            names.get(case.contact_id, ""),
            case.variant,
            case.block,
            case.problem or "",
        )
        for case in cases
    ]
