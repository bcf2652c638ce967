"""The newest computation, and what it found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from relasi.insight.computing.borders import Cuts
from relasi.insight.models import ScoreRun
from relasi.insight.rules.lifecycle import Limits


@dataclass(frozen=True, slots=True)
class RunCard:
    """`running` is the step it is at ("" when it is over); `problem` why it failed."""

    id: int
    as_of: datetime
    started_at: datetime
    finished_at: datetime | None
    seconds: float | None
    buyers: int
    changed: int
    cuts: Cuts
    categories: Mapping[int, Cuts]
    usual_gap: float | None
    limits: Limits
    facts: int
    sampled_every: int
    step: str
    problem: str

    @property
    def running(self) -> bool:
        return self.finished_at is None and not self.problem


def newest_run() -> RunCard | None:
    """The last computation that finished: what every score shown comes from."""
    row = ScoreRun.objects.exclude(finished_at=None).order_by("-started_at", "-pk").first()
    return card_of(row) if row else None


def last_attempt() -> RunCard | None:
    """The last one that was started, whatever became of it."""
    row = ScoreRun.objects.order_by("-started_at", "-pk").first()
    return card_of(row) if row else None


def card_of(row: ScoreRun) -> RunCard:
    inside = row.cut_points.get("categories", {})
    return RunCard(
        id=row.pk,
        as_of=row.as_of,
        started_at=row.started_at,
        finished_at=row.finished_at,
        seconds=row.seconds,
        buyers=row.contacts,
        changed=row.changed,
        cuts=Cuts.from_json(row.cut_points),
        categories={int(key): Cuts.from_json(cuts) for key, cuts in inside.items()},
        usual_gap=row.usual_gap,
        limits=Limits.from_json(row.rules),
        facts=row.facts,
        sampled_every=row.sampled_every,
        step=row.step,
        problem=row.problem,
    )
