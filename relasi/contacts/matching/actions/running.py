"""A search at work: read, learn, compare, write, join. One that was killed begins anew and does
no harm; what it has joined stays joined.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log2

import duckdb
import pyarrow as pa
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.utils.translation import gettext as _

from relasi import engine
from relasi.contacts.matching.computing import found, people, training
from relasi.contacts.matching.leaving_out import left_out
from relasi.contacts.matching.queries.limits import Limits, limits
from relasi.contacts.matching.rules.model import read_model, rules_now
from relasi.contacts.models import ImportRun, MatchModel, MatchRun
from relasi.kernel.errors import Refused

from .joining import join_certain
from .writing import (
    write_entries,
    write_everybodys_entries,
    write_model,
    write_proposals,
)

State, Kind, Step = MatchRun.State, MatchRun.Kind, MatchRun.Step
# A request may take this long between saying when and committing.
SLACK = timedelta(hours=1)
# Beyond this many it is quicker to compare everybody.
MOST_NEWCOMERS = 20_000
NEWCOMERS = """
SELECT c.id FROM contacts_contact c LEFT JOIN contacts_matchentry e ON e.contact_id = c.id
WHERE c.updated_at >= %s AND c.erased_at IS NULL
    AND (e.contact_id IS NULL OR e.version <> c.version){left_out}
LIMIT %s
"""
# Key by key through the index: asked for all keys at once, PostgreSQL compares each row with each.
CANDIDATES = """
SELECT DISTINCT e.contact_id FROM unnest(%s::bigint[]) AS k(key) CROSS JOIN LATERAL (
    SELECT contact_id FROM contacts_matchentry WHERE keys @> ARRAY[k.key] OFFSET 0) e
"""


class Stopped(Exception):
    """Somebody asked for it."""


def find_duplicates(*, run_id: int, now: datetime) -> None:
    """Run a search that was asked for; twice does no harm."""
    run = MatchRun.objects.filter(pk=run_id).first()
    if run is None or run.state not in {State.WAITING, State.RUNNING}:
        return
    try:
        _search(run, now)
    except Stopped:
        _finish(run, State.CANCELLED, now)
    except OperationalError:
        raise  # the database went away; the job is tried again and begins anew
    except Exception as error:
        sentence = _("It stopped at something unforeseen (%(what)s). Search again.")
        run.problem = (
            error.sentence
            if isinstance(error, Refused)
            else sentence % {"what": type(error).__name__}
        )
        _finish(run, State.FAILED, now)
        raise
    else:
        _finish(run, State.DONE, now)


def _search(run: MatchRun, now: datetime) -> None:
    known, asked = newest_model(), limits()
    _step(run, Step.READING)
    cursor = engine.session().cursor()
    try:
        newcomers = _newcomers(run) if known and run.kind == Kind.NEWCOMERS else None
        if known is None or newcomers is None or len(newcomers) > MOST_NEWCOMERS:
            _everybody(cursor, run, asked, now)
        elif newcomers:
            _some(cursor, run, known, newcomers, asked, now)
    finally:
        found.drop(cursor)
    if asked.join_from is not None:
        _step(run, Step.JOINING)
        run.joined = join_certain(
            from_probability=asked.join_from,
            most=asked.most_joined,
            now=now,
            go_on=lambda: _step(run, Step.JOINING),
        )


def newest_model() -> MatchModel | None:
    """The model of the rules as they are."""
    return MatchModel.objects.filter(figures__rules=rules_now()).order_by("-pk").first()


def _everybody(
    cursor: duckdb.DuckDBPyConnection, run: MatchRun, asked: Limits, now: datetime
) -> None:
    run.people = people.stage_everybody(cursor, found.STAGED)
    _step(run, Step.LEARNING)
    model = training.train(cursor, found.STAGED, lambda: _step(run, Step.LEARNING))
    run.model_id = write_model(model, found.count_terms(cursor), now)
    _step(run, Step.COMPARING)
    found.find_keys(cursor)
    run.pairs = found.find_pairs(cursor)
    scored = found.score(cursor, model, weight_of(asked.propose_from))
    _step(run, Step.WRITING)
    run.proposed = write_proposals(scored, run=run, ids=None, now=now)
    write_everybodys_entries(found.entries(cursor))


def _newcomers(run: MatchRun) -> list[int]:
    """Those whose version was not compared yet, of all touched since the search before."""
    before = MatchRun.objects.filter(state=State.DONE, asked_at__lt=run.asked_at)
    mark = before.order_by("-asked_at").values_list("asked_at", flat=True).first()
    marks = [moment for moment in (mark, run.since, _oldest_import()) if moment]
    since = min(marks, default=run.asked_at) - SLACK
    with connection.cursor() as cursor:
        statement = NEWCOMERS.format(left_out=left_out("c.id"))
        cursor.execute(statement, [since, MOST_NEWCOMERS + 1])
        return [row[0] for row in cursor.fetchall()]


def _oldest_import() -> datetime | None:
    """Rows of an import carry the moment it was begun, however late they come."""
    under_way = ImportRun.objects.filter(state__in=["mapped", "running"]).exclude(started_at=None)
    return under_way.order_by("started_at").values_list("started_at", flat=True).first()


def _some(  # noqa: PLR0913, PLR0917
    cursor: duckdb.DuckDBPyConnection,
    run: MatchRun,
    known: MatchModel,
    ids: Sequence[int],
    asked: Limits,
    now: datetime,
) -> None:
    """Those alone are read whom the newcomers share a key with."""
    run.model = known
    people.stage_some(cursor, found.STAGED, ids)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE match_new AS FROM {found.STAGED}")
    run.people = len(ids)
    _step(run, Step.COMPARING)
    found.find_keys(cursor)
    everybody = sorted({*ids, *_candidates(cursor)})
    people.stage_some(cursor, found.STAGED, everybody)
    found.find_keys(cursor)
    found.hold_terms(cursor, _terms(known))
    run.pairs = found.find_pairs(cursor, touching="match_new")
    model = read_model(known.figures)
    scored = found.score(cursor, model, weight_of(asked.propose_from))
    _step(run, Step.WRITING)
    run.proposed = write_proposals(scored, run=run, ids=ids, now=now)
    write_entries(found.entries(cursor, of="match_new"))


def _candidates(cursor: duckdb.DuckDBPyConnection) -> list[int]:
    keys = [row[0] for row in cursor.execute(f"SELECT DISTINCT key FROM {found.KEYED}").fetchall()]  # noqa: S608
    with transaction.atomic(), connection.cursor() as postgres:
        postgres.execute("SET LOCAL enable_seqscan = off")
        postgres.execute(CANDIDATES, [keys])
        return [row[0] for row in postgres.fetchall()]


def _terms(known: MatchModel) -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT trait, term, share FROM contacts_matchterm WHERE model_id = %s", [known.pk]
        )
        rows = cursor.fetchall()
    traits, terms, shares = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "trait": pa.array(traits, pa.string()),
            "term": pa.array(terms, pa.int64()),
            "share": pa.array(shares, pa.float64()),
        }
    )


def weight_of(probability: float) -> float:
    return log2(probability / (1 - probability))


def _step(run: MatchRun, step: str) -> None:
    """Say how far it is. Raises Stopped when somebody asked for it."""
    run.step = step
    same = MatchRun.objects.filter(pk=run.pk)
    same.update(
        state=State.RUNNING,
        step=step,
        people=run.people,
        pairs=run.pairs,
        proposed=run.proposed,
        model=run.model_id,
    )
    if same.values_list("cancel_requested", flat=True).get():
        raise Stopped


def _finish(run: MatchRun, state: str, now: datetime) -> None:
    run.state, run.step, run.finished_at = state, "", now
    run.save(
        update_fields=[
            "state", "step", "finished_at", "people", "pairs", "proposed", "joined", "problem",
            "model",
        ]
    )  # fmt: skip
