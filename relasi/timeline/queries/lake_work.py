"""Verifying and compacting that somebody asked for, as it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from relasi.timeline.models import LakeWork

WORKING = frozenset({"waiting", "running"})


@dataclass(frozen=True, slots=True)
class WorkCard:
    """`done` of `total` steps are behind it."""

    id: int
    kind: str
    state: str
    state_label: str
    step: str
    done: int
    total: int
    faults: tuple[dict[str, Any], ...]
    problem: str
    stopping: bool
    asked_at: datetime

    @property
    def working(self) -> bool:
        return self.state in WORKING


def newest_work(kind: str) -> WorkCard | None:
    row = LakeWork.objects.filter(kind=kind).order_by("-pk").first()
    if row is None:
        return None
    return WorkCard(
        id=row.pk,
        kind=row.kind,
        state=row.state,
        state_label=row.get_state_display(),
        step=row.step,
        done=max(0, min(row.done, row.total)),
        total=row.total,
        faults=tuple(row.faults),
        problem=row.problem,
        stopping=row.cancel_requested,
        asked_at=row.asked_at,
    )
