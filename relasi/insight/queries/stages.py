"""How many people are in each stage, who moved, and what other limits would change."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from relasi import engine
from relasi.engine import relations
from relasi.insight.computing.stages import stage
from relasi.insight.models import Score
from relasi.insight.rules.lifecycle import STAGES, Limits

from .runs import RunCard


@dataclass(frozen=True, slots=True)
class Move:
    """So many people went from one stage to another."""

    before: str
    after: str
    people: int


def counts() -> dict[str, int]:
    """People by stage; whoever never bought is a prospect."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {relations.physical('contacts')}")  # noqa: S608
        (everybody,) = cursor.fetchone() or (0,)
    found = dict(Score.objects.values_list("lifecycle").annotate(n=Count("pk")).order_by())
    found["prospect"] = max(0, everybody - sum(found.values()))
    return {one: found.get(one, 0) for one in STAGES}


def moves(run: RunCard) -> list[Move]:
    """Who changed stage in this run, the largest groups first; new buyers came from prospect."""
    rows = (
        Score.objects.filter(lifecycle_since=run.as_of)
        .values_list("lifecycle_before", "lifecycle")
        .annotate(n=Count("pk"))
        .order_by("-n", "lifecycle_before", "lifecycle")
    )
    return [Move(before or "prospect", after, n) for before, after, n in rows]


def would_move(limits: Limits, run: RunCard) -> list[Move]:
    """Who would be in another stage under these limits, as of the run."""
    session = engine.session()
    table = session.table("scores")
    other = table.select(
        before=table.lifecycle, after=stage(table, limits, run.usual_gap, as_of=run.as_of)
    )
    moved = other.filter(other.before != other.after)
    grouped = moved.group_by("before", "after").agg(people=moved.count())
    with connection.cursor() as cursor:
        cursor.execute(session.postgres(grouped, as_of=run.as_of))
        found = [Move(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda move: (-move.people, move.before, move.after))
