"""What the worker does for duplicates."""

from datetime import datetime
from typing import Literal

from relasi.accounts import public as accounts
from relasi.accounts.public import SYSTEM, Actor
from relasi.contacts.models import MatchRun
from relasi.kernel import clock
from relasi.kernel.jobs import job, periodic

from .actions.searching import search_newcomers
from .actions.sweeping import go_on


@job("contacts.find_duplicates", queue="bulk")
def find(*, run_id: int) -> None:
    from .actions.running import find_duplicates  # DuckDB and Splink take a second to load

    find_duplicates(run_id=run_id, now=clock.now())


@job("contacts.decide_many", queue="bulk")
def decide_many(*, sweep_id: int, by_label: str, moment: str) -> None:
    go_on(sweep_id=sweep_id, by=_who(by_label), now=datetime.fromisoformat(moment))


@periodic("40 2 * * *", "contacts.find_newcomers", queue="bulk")
def find_newcomers() -> None:
    """Every night those who came or changed, once somebody has searched for the first time."""
    if MatchRun.objects.filter(state=MatchRun.State.DONE).exists():
        search_newcomers(by=SYSTEM, now=clock.now())


def _who(label: str) -> Actor:
    """Whoever said yes is who joined them, also when the worker does it later."""
    kind, _colon, number = label.partition(":")
    whose: Literal["staff", "key"] = "key" if kind == "key" else "staff"
    return Actor(kind=whose, id=int(number), name=accounts.actor_called(label), role="owner")
