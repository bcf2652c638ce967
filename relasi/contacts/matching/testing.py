"""Makers for tests of duplicates: people who are one, and a search without a worker."""

from datetime import UTC, datetime
from typing import Any

from relasi.accounts.public import SYSTEM
from relasi.contacts.models import MatchProposal, MatchRun
from relasi.contacts.testing import make_contact

from .actions.running import find_duplicates
from .actions.searching import search_everybody, search_newcomers

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANN: dict[str, Any] = {
    "name": "Ann Wijaya",
    "given_name": "Ann",
    "family_name": "Wijaya",
    "city": "Bandung",
    "postal_code": "40111",
    "street": "Jl. Braga 12",
}


def make_twins(now: datetime = NOON, **fields: Any) -> tuple[int, int]:
    """Two records of one person, the older first: another mailbox, and a birthday typed wrong."""
    older = make_contact(**(ANN | {"born_on": "1990-04-12", "now": now} | fields))
    written = {"born_on": "1990-04-13", "street": "Jalan Braga no 12", "now": now}
    younger = make_contact(**(ANN | written | fields))
    return older, younger


def make_proposal(probability: float = 0.995, now: datetime = NOON, **fields: Any) -> int:
    """That twins may be one person, with what speaks for and against it."""
    older, younger = make_twins(now, **fields)
    return MatchProposal.objects.create(
        a_id=older, b_id=younger, a_print=1, b_print=2, weight=4.5, probability=probability,
        parts={"given": [0, 7.2], "born": [2, 5.6], "phone": [-1, 0], "city": [3, -3.4]},
        proposed_at=now,
    ).pk  # fmt: skip


def search(now: datetime = NOON) -> MatchRun:
    """Everybody, at once."""
    return _run(search_everybody(by=SYSTEM, now=now), now)


def search_again(now: datetime = NOON) -> MatchRun:
    """Those who are new or changed, at once."""
    run_id = search_newcomers(by=SYSTEM, now=now)
    assert run_id is not None
    return _run(run_id, now)


def proposals(state: str = "open") -> list[tuple[int, int]]:
    rows = MatchProposal.objects.filter(state=state).order_by("a_id", "b_id")
    return list(rows.values_list("a_id", "b_id"))


def _run(run_id: int, now: datetime) -> MatchRun:
    find_duplicates(run_id=run_id, now=now)
    return MatchRun.objects.get(pk=run_id)
