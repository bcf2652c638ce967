"""What was found of what an import would change."""

from collections.abc import Sequence
from dataclasses import dataclass

from relasi.contacts.models import ImportForecast
from relasi.kernel.jobs import is_awaited


@dataclass(frozen=True, slots=True)
class Change:
    """One row that would change: what it is called, and each field before and after."""

    table: str
    row_id: int
    fields: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ForecastCard:
    """`working` while a job looks; `looked` once it has. Neither: the job came to no end."""

    working: bool
    looked: bool
    problem: str
    figures: dict[str, int]
    changes: list[Change]
    faults: list[tuple[int, str]]


def find_forecast(run_id: int, lock: str) -> ForecastCard | None:
    """Of the first rows, as they would come in with what is settled now."""
    row = ImportForecast.objects.filter(run_id=run_id).first()
    if row is None:
        return None
    return ForecastCard(
        working=row.found_at is None and is_awaited(lock),
        looked=row.found_at is not None,
        problem=row.problem,
        figures=row.figures,
        changes=[Change(**change) for change in row.changes],
        faults=[(number, reason) for number, reason in row.faults],
    )
