"""Scores are computed anew for everybody, and only the differences are written.

What follows from a person's own purchases is read again only where they changed (or for
everybody, when asked to); the comparison with others is always made for all.
"""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pyarrow as pa
import pyarrow.csv
from django.db import connection, transaction

from relasi import engine
from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.insight.computing.everybody import COLUMNS, Outcome, compute
from relasi.insight.computing.facts import VERSION
from relasi.insight.computing.samples import COLUMNS as SAMPLE_COLUMNS
from relasi.insight.computing.samples import Sample
from relasi.insight.models import ScoreRun
from relasi.insight.queries.limits import limits
from relasi.insight.queries.runs import newest_run
from relasi.kernel.errors import RelasiError

# The lock of its jobs, and of those that are to come after it.
SCORING = "scores"
NAMES = ", ".join(COLUMNS)
SETS = ", ".join(f"{name} = s.{name}" for name in COLUMNS[1:])
CHANGE = f"UPDATE insight_score t SET {SETS} FROM score_change s WHERE s.contact_id = t.contact_id"  # noqa: S608  # our own column names
# Someone merged or removed meanwhile gets no score; one scored anew meanwhile keeps that. Who is
# new was said by the computation: looked for here, in a table that is empty when this is planned
# and grows as it runs, each would be compared with all before.
ADD = f"""
INSERT INTO insight_score ({NAMES})
SELECT {NAMES} FROM score_change s
WHERE s.is_new AND EXISTS (SELECT FROM contacts_contact c WHERE c.id = s.contact_id)
ON CONFLICT (contact_id) DO NOTHING
"""  # noqa: S608  # our own column names
MAKE = "CREATE TEMP TABLE score_change (LIKE insight_score, is_new boolean) ON COMMIT DROP"
# Its rows come and go between two looks of autovacuum. Not knowing how few there are, PostgreSQL
# would read the lines of everybody.
COUNT_CHANGES = "ANALYZE insight_purchasechange"
SAMPLED = ", ".join(SAMPLE_COLUMNS)
MAKE_SAMPLE = """
CREATE TEMP TABLE sample_fresh (LIKE insight_sampledcategory) ON COMMIT DROP;
CREATE TEMP TABLE sample_people (id bigint) ON COMMIT DROP
"""
ADD_SAMPLE = f"""
INSERT INTO insight_sampledcategory ({SAMPLED})
SELECT {SAMPLED} FROM sample_fresh s
WHERE EXISTS (SELECT FROM contacts_contact c WHERE c.id = s.contact_id)
"""  # noqa: S608  # our own column names


def recompute(*, now: datetime, by: Actor, whole: bool = False) -> int:
    """Bring every score up to date as of `now`; returns the run's id.

    `whole` reads all purchases again, also those that have not changed. Readers see the old
    set until the new one is complete. A failure is kept in the run.
    """
    with _alone():
        return _recompute(now, by, whole=whole)


def _recompute(now: datetime, by: Actor, *, whole: bool) -> int:
    began = time.monotonic()
    last = newest_run()
    since = last.as_of if last and last.facts == VERSION and not whole else None
    run = ScoreRun.objects.create(
        as_of=now, started_at=now, rules=limits().as_json(), facts=VERSION
    )
    try:
        outcome = _compute(run, now, since=since, sampled_every=last.sampled_every if last else 0)
        with transaction.atomic():
            _write(outcome)
            _finish(run, outcome, now, time.monotonic() - began)
            accounts.record(by, "scores computed", "insight", str(run.pk), people=outcome.buyers)
    except Exception as error:
        sentence = error.sentence if isinstance(error, RelasiError) else type(error).__name__
        ScoreRun.objects.filter(pk=run.pk).update(problem=sentence, step="")
        raise
    return run.pk


@contextmanager
def _alone() -> Iterator[None]:
    """One computation at a time, from its first look to its last row: an older one that ended
    later would put back what the newer one had read.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('insight_recompute'))")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('insight_recompute'))")


def _compute(
    run: ScoreRun, now: datetime, *, since: datetime | None, sampled_every: int
) -> Outcome:
    def step(name: str) -> None:
        ScoreRun.objects.filter(pk=run.pk).update(step=name)

    with connection.cursor() as cursor:
        cursor.execute(COUNT_CHANGES)
    session = engine.session()
    try:
        return compute(
            session,
            as_of=now,
            since=since,
            sampled_every=sampled_every,
            limits=limits(),
            step=step,
        )
    finally:
        session.close()


def _write(outcome: Outcome) -> None:
    """One transaction: either all of the new scores are there or none."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
        cursor.execute("CREATE TEMP TABLE score_gone (contact_id bigint) ON COMMIT DROP")
        cursor.execute("CREATE TEMP TABLE score_seen (id bigint) ON COMMIT DROP")
        _copy(cursor, f"score_change ({NAMES}, is_new)", outcome.changed)
        _copy(cursor, "score_gone (contact_id)", outcome.gone)
        _copy(cursor, "score_seen (id)", outcome.seen)
        # In the order in which deleting people takes them.
        cursor.execute("DELETE FROM insight_purchasechange c USING score_seen s WHERE c.id = s.id")
        cursor.execute(
            "DELETE FROM insight_score s USING score_gone g WHERE g.contact_id = s.contact_id"
        )
        cursor.execute(CHANGE)
        cursor.execute(ADD)
        cursor.execute("DROP TABLE score_change, score_gone, score_seen")
        _write_sample(cursor, outcome.sample)


def _write_sample(cursor: object, sample: Sample) -> None:
    cursor.execute(MAKE_SAMPLE)  # type: ignore[attr-defined]
    _copy(cursor, f"sample_fresh ({SAMPLED})", sample.fresh)
    if sample.people is None:
        cursor.execute("DELETE FROM insight_sampledcategory")  # type: ignore[attr-defined]
    else:
        _copy(cursor, "sample_people (id)", sample.people)
        cursor.execute(  # type: ignore[attr-defined]
            "DELETE FROM insight_sampledcategory s USING sample_people p WHERE p.id = s.contact_id"
        )
    cursor.execute(ADD_SAMPLE)  # type: ignore[attr-defined]
    cursor.execute("DROP TABLE sample_fresh, sample_people")  # type: ignore[attr-defined]


def _copy(cursor: object, target: str, rows: pa.Table) -> None:
    """Moments go without their zone, which costs Arrow as much as all else: the session is UTC."""
    bare = pa.schema(
        [
            (f.name, pa.timestamp("us") if pa.types.is_timestamp(f.type) else f.type)
            for f in rows.schema
        ]
    )
    text = io.BytesIO()
    pa.csv.write_csv(rows.cast(bare), text, pa.csv.WriteOptions(include_header=False))
    with cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:  # type: ignore[attr-defined]
        copy.write(text.getbuffer())


def _finish(run: ScoreRun, outcome: Outcome, now: datetime, seconds: float) -> None:
    run.finished_at, run.seconds, run.step = now, seconds, ""
    run.contacts, run.changed = outcome.buyers, outcome.changed.num_rows + outcome.gone.num_rows
    run.usual_gap, run.sampled_every = outcome.usual_gap, outcome.sample.every
    inside = {str(key): cuts.as_json() for key, cuts in outcome.categories.items()}
    run.cut_points = {**outcome.cuts.as_json(), "categories": inside}
    run.save()
