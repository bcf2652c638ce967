"""A search is asked for, stopped, and noticed when it was given up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import ImportRun, MatchRun
from relasi.kernel.errors import Refused
from relasi.kernel.jobs import later, was_given_up

State = MatchRun.State
Kind = MatchRun.Kind
# One search at a time: each writes what the next one reads.
LOCK = "contacts.duplicates"


@transaction.atomic
def search_everybody(*, by: Actor, now: datetime) -> int:
    """Compare everybody with everybody, as a job; returns the run. Raises Refused."""
    if MatchRun.objects.filter(kind=Kind.EVERYBODY, state__in=[State.WAITING, State.RUNNING]):
        raise Refused(_("A search of everybody is on its way already. Wait for it, or stop it."))
    run_id = _ask(Kind.EVERYBODY, by, now)
    record(by, "searched for duplicates", "contacts", at=now, run=run_id)
    return run_id


@transaction.atomic
def search_newcomers(
    *, by: Actor, now: datetime, source_id: int | None = None, since: datetime | None = None
) -> int | None:
    """Compare those who are new or changed, as a job; None when one waits for the same already.

    `since` reaches further back than the search before: rows of an import carry the moment at
    which the import was begun. Before the first search of everybody this is one.
    """
    if source_id is not None:
        since = since or ImportRun.objects.values_list("started_at", flat=True).get(pk=source_id)
    elif MatchRun.objects.filter(state=State.WAITING, source=None).exists():
        return None
    return _ask(Kind.NEWCOMERS, by, now, source_id=source_id, since=since)


def _ask(
    kind: str,
    by: Actor,
    now: datetime,
    *,
    source_id: int | None = None,
    since: datetime | None = None,
) -> int:
    run = MatchRun.objects.create(
        kind=kind, source_id=source_id, since=since, asked_at=now, asked_by=by.label
    )
    later("contacts.find_duplicates", lock=LOCK, run_id=run.pk)
    return run.pk


@transaction.atomic
def stop_search(*, run_id: int, by: Actor, now: datetime) -> None:
    """After the step in hand. Proposals that are written stay."""
    run = MatchRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or run.state not in {State.WAITING, State.RUNNING}:
        raise Refused(_("This search is over already."))
    run.cancel_requested = True
    if run.state == State.WAITING:
        run.state, run.finished_at = State.CANCELLED, now
    run.save(update_fields=["cancel_requested", "state", "finished_at"])
    record(by, "stopped search for duplicates", "contacts", at=now, run=run_id)


def notice_searches_given_up(*, now: datetime) -> int:
    """Say so on those whose job is gone, so that somebody can ask again; how many."""
    if not was_given_up(LOCK):
        return 0
    open_ones = MatchRun.objects.filter(state__in=[State.WAITING, State.RUNNING])
    sentence = _("It was given up after several tries. Search again.")
    return open_ones.update(state=State.FAILED, problem=sentence, finished_at=now)
