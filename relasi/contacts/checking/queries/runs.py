"""Checks as cards."""

from dataclasses import dataclass
from datetime import datetime

from relasi.contacts.models import AddressCheck

WORKING = frozenset({"waiting", "running"})


@dataclass(frozen=True, slots=True)
class CheckCard:
    """One check; `asked` of `to_ask` domains were asked whether they take mail."""

    id: int
    state: str
    state_label: str
    step_label: str
    addresses: int
    domains: int
    asked: int
    to_ask: int
    findings: int
    problem: str
    stopping: bool
    asked_at: datetime
    finished_at: datetime | None

    @property
    def working(self) -> bool:
        return self.state in WORKING


def newest_check() -> CheckCard | None:
    row = AddressCheck.objects.order_by("-asked_at", "-pk").first()
    return _card(row) if row else None


def last_done() -> CheckCard | None:
    row = AddressCheck.objects.filter(state="done").order_by("-asked_at", "-pk").first()
    return _card(row) if row else None


def _card(row: AddressCheck) -> CheckCard:
    return CheckCard(
        id=row.pk,
        state=row.state,
        state_label=row.get_state_display(),
        step_label=row.get_step_display() if row.step else "",
        addresses=row.addresses,
        domains=row.domains,
        asked=row.asked,
        to_ask=row.to_ask,
        findings=row.findings,
        problem=row.problem,
        stopping=row.cancel_requested,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
    )
