"""Scores are computed anew for everybody, and only the differences are written."""

import io
import time
from datetime import datetime

import pyarrow as pa
import pyarrow.csv
from django.db import connection, transaction

from relasi import engine
from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.commerce import public as commerce
from relasi.insight.computing.everybody import COLUMNS, Outcome, compute
from relasi.insight.models import ScoreRun
from relasi.insight.queries.limits import limits
from relasi.kernel.errors import RelasiError

# The lock of its jobs, and of those that are to come after it.
SCORING = "scores"
NAMES = ", ".join(COLUMNS)
UPDATES = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[1:])
# Someone merged or removed meanwhile gets no score.
WRITE = f"""
INSERT INTO insight_score ({NAMES})
SELECT {NAMES} FROM score_change s
WHERE EXISTS (SELECT FROM contacts_contact c WHERE c.id = s.contact_id)
ON CONFLICT (contact_id) DO UPDATE SET {UPDATES}
"""  # noqa: S608  # our own column names


def recompute(*, now: datetime, by: Actor) -> int:
    """Bring every score up to date as of `now`; returns the run's id.

    Readers see the old set until the new one is complete. A failure is kept in the run.
    """
    began = time.monotonic()
    run = ScoreRun.objects.create(as_of=now, started_at=now, rules=limits().as_json())
    try:
        outcome = _compute(run, now)
        with transaction.atomic():
            _write(outcome)
            _finish(run, outcome, now, time.monotonic() - began)
            accounts.record(by, "scores computed", "insight", str(run.pk), people=outcome.buyers)
    except Exception as error:
        sentence = error.sentence if isinstance(error, RelasiError) else type(error).__name__
        ScoreRun.objects.filter(pk=run.pk).update(problem=sentence, step="")
        raise
    return run.pk


def _compute(run: ScoreRun, now: datetime) -> Outcome:
    def step(name: str) -> None:
        ScoreRun.objects.filter(pk=run.pk).update(step=name)

    session = engine.session()
    try:
        return compute(
            session,
            as_of=now,
            limits=limits(),
            categories=sorted(one.id for one in commerce.categories()),
            step=step,
        )
    finally:
        session.close()


def _write(outcome: Outcome) -> None:
    """One transaction: either all of the new scores are there or none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight_score'))")
        cursor.execute("CREATE TEMP TABLE score_change (LIKE insight_score) ON COMMIT DROP")
        cursor.execute("CREATE TEMP TABLE score_gone (contact_id bigint) ON COMMIT DROP")
        _copy(cursor, f"score_change ({NAMES})", outcome.changed)
        _copy(cursor, "score_gone (contact_id)", outcome.gone)
        cursor.execute(
            "DELETE FROM insight_score s USING score_gone g WHERE g.contact_id = s.contact_id"
        )
        cursor.execute(WRITE)
        cursor.execute("DROP TABLE score_change, score_gone")


def _copy(cursor: object, target: str, rows: pa.Table) -> None:
    text = io.BytesIO()
    pa.csv.write_csv(rows, text, pa.csv.WriteOptions(include_header=False))
    with cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as copy:  # type: ignore[attr-defined]
        copy.write(text.getbuffer())


def _finish(run: ScoreRun, outcome: Outcome, now: datetime, seconds: float) -> None:
    run.finished_at, run.seconds, run.step = now, seconds, ""
    run.contacts, run.changed = outcome.buyers, outcome.changed.num_rows + outcome.gone.num_rows
    run.usual_gap = outcome.usual_gap
    inside = {str(key): cuts.as_json() for key, cuts in outcome.categories.items()}
    run.cut_points = {**outcome.cuts.as_json(), "categories": inside}
    run.save()
