"""Searches as cards, and what an import found."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from relasi.contacts.models import MatchModel, MatchProposal, MatchRun, MatchSweep
from relasi.kernel.errors import NotFound

STEPS = tuple(MatchRun.Step.values)
WORKING = frozenset({"waiting", "running"})


@dataclass(frozen=True, slots=True)
class RunCard:
    """One search; `done` of `total` steps are behind it."""

    id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    step_label: str
    done: int
    total: int
    people: int
    pairs: int
    proposed: int
    joined: int
    problem: str
    stopping: bool
    asked_at: datetime
    finished_at: datetime | None
    model: MatchModel | None

    @property
    def working(self) -> bool:
        return self.state in WORKING


@dataclass(frozen=True, slots=True)
class SweepCard:
    id: int
    accepts: bool
    query: str
    state: str
    state_label: str
    total: int
    decided: int
    passed_over: int
    stopping: bool
    proposed_by: str

    @property
    def done(self) -> int:
        return self.decided + self.passed_over


def run_card(run_id: int) -> RunCard:
    """Raises NotFound."""
    run = MatchRun.objects.select_related("model").filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("This search is not here any more."))
    return _card(run)


def newest_run() -> RunCard | None:
    run = MatchRun.objects.select_related("model").order_by("-asked_at", "-pk").first()
    return _card(run) if run else None


def found_by_import(import_id: int) -> tuple[int, bool]:
    """How many pairs of an import wait, and whether the search for them still runs."""
    rows = MatchProposal.objects.filter(run__source_id=import_id, state="open")
    under_way = MatchRun.objects.filter(source_id=import_id, state__in=WORKING)
    return rows.count(), under_way.exists()


def sweep_card(sweep_id: int) -> SweepCard:
    """Raises NotFound."""
    row = MatchSweep.objects.filter(pk=sweep_id).first()
    if row is None:
        raise NotFound(_("This decision is not here any more. Choose the pairs again."))
    return SweepCard(
        id=row.pk,
        accepts=row.accepts,
        query=row.query,
        state=row.state,
        state_label=row.get_state_display(),
        total=row.total,
        decided=row.decided,
        passed_over=row.passed_over,
        stopping=row.cancel_requested,
        proposed_by=row.proposed_by,
    )


def _card(run: MatchRun) -> RunCard:
    return RunCard(
        id=run.pk,
        kind=run.kind,
        kind_label=run.get_kind_display(),
        state=run.state,
        state_label=run.get_state_display(),
        step_label=run.get_step_display() if run.step else "",
        done=STEPS.index(run.step) if run.step else 0,
        total=len(STEPS),
        people=run.people,
        pairs=run.pairs,
        proposed=run.proposed,
        joined=run.joined,
        problem=run.problem,
        stopping=run.cancel_requested,
        asked_at=run.asked_at,
        finished_at=run.finished_at,
        model=run.model,
    )
