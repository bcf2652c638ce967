"""What a search found is written: proposals, how everybody was, and the model. Set by set."""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import pyarrow as pa
import pyarrow.csv
from django.db import connection, transaction

from relasi.contacts.matching.rules.model import Model
from relasi.contacts.models import MatchModel, MatchRun
from relasi.contacts.staying import keep_people

FOUND = """
CREATE TEMP TABLE match_found (a bigint, b bigint, a_print bigint, b_print bigint,
    weight float8, parts jsonb) ON COMMIT DROP
"""
# Who was joined with somebody, deleted or taken back meanwhile is proposed to nobody. A pair that
# was rejected stays so until one of the two is another in what is compared; one that was rejected
# without having been compared (two people taken apart) is so from now on.
PROPOSE = """
WITH here AS (
    SELECT f.* FROM match_found f
    JOIN contacts_contact a ON a.id = f.a AND a.erased_at IS NULL
    JOIN contacts_contact b ON b.id = f.b AND b.erased_at IS NULL),
seen AS (
    UPDATE contacts_matchproposal p SET a_print = h.a_print, b_print = h.b_print FROM here h
    WHERE p.a_id = h.a AND p.b_id = h.b AND p.state = 'rejected' AND p.a_print IS NULL
    RETURNING p.id)
INSERT INTO contacts_matchproposal AS p (a_id, b_id, a_print, b_print, weight, probability, parts,
    model_id, run_id, state, proposed_at, decided_by)
SELECT a, b, a_print, b_print, weight,
    1 / (1 + power(2::float8, -greatest(least(weight, 60), -60))), parts,
    %(model)s, %(run)s, 'open', %(now)s, ''
FROM here
ON CONFLICT (a_id, b_id) DO UPDATE SET
    a_print = excluded.a_print, b_print = excluded.b_print, weight = excluded.weight,
    probability = excluded.probability, parts = excluded.parts, model_id = excluded.model_id,
    run_id = excluded.run_id, state = 'open', decided_at = NULL, decided_by = '',
    merge_id = NULL, sweep_id = CASE WHEN p.state = 'open' THEN p.sweep_id END,
    proposed_at = CASE WHEN p.state = 'open' THEN p.proposed_at ELSE excluded.proposed_at END
WHERE p.state IN ('open', 'outdated') OR (p.state = 'rejected' AND p.a_print IS NOT NULL
    AND (p.a_print, p.b_print) IS DISTINCT FROM (excluded.a_print, excluded.b_print))
"""
OUTDATE = """
UPDATE contacts_matchproposal SET state = 'outdated'
WHERE state = 'open' AND run_id IS DISTINCT FROM %(run)s
"""
OF_THESE = " AND (a_id = ANY(%(ids)s) OR b_id = ANY(%(ids)s))"
ENTER = """
INSERT INTO contacts_matchentry (contact_id, version, print, keys)
SELECT e.* FROM match_entered e JOIN contacts_contact c ON c.id = e.contact_id
ON CONFLICT (contact_id) DO UPDATE SET
    version = excluded.version, print = excluded.print, keys = excluded.keys
"""
GONE = """
DELETE FROM contacts_matchentry e
WHERE NOT EXISTS (SELECT FROM contacts_contact c WHERE c.id = e.contact_id AND c.erased_at IS NULL)
"""


def write_model(model: Model, terms: pa.Table, now: datetime) -> int:
    """Keep a model; one that was learnt before is the same row. Only the newest keeps its terms."""
    figures = model.as_json()
    digest = sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()[:32]
    known = MatchModel.objects.filter(digest=digest).order_by("-pk").first()
    with transaction.atomic():
        row = known or MatchModel.objects.create(
            figures=figures, people=model.people, digest=digest, trained_at=now
        )
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM contacts_matchterm")
        numbers = pa.array([row.pk] * terms.num_rows, pa.int64())
        copy("contacts_matchterm (trait, term, share, model_id)", terms.append_column("m", numbers))
    return row.pk


@transaction.atomic
def write_proposals(
    found: pa.Table, *, run: MatchRun, ids: Sequence[int] | None, now: datetime
) -> int:
    """Propose these pairs; what was proposed before and is not among them is outdated. `ids`:
    only as far as these people are concerned. Returns how many are new or changed.
    """
    keep_people()
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        copy("match_found", found)
        cursor.execute("ANALYZE match_found")
        values = {"model": run.model_id, "run": run.pk, "now": now, "ids": list(ids or ())}
        cursor.execute(PROPOSE, values)
        written = int(cursor.rowcount)
        cursor.execute(OUTDATE + (OF_THESE if ids is not None else ""), values)
        cursor.execute("DROP TABLE match_found")
    return written


@transaction.atomic
def write_everybodys_entries(entries: pa.Table) -> None:
    """Put these in the place of all there were; the index is made once they are in."""
    keep_people()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS matchentry_keys")
        cursor.execute("TRUNCATE contacts_matchentry")
        copy("contacts_matchentry (contact_id, version, print, keys)", entries)
        cursor.execute(GONE)
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("CREATE INDEX matchentry_keys ON contacts_matchentry USING gin (keys)")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_matchentry")


@transaction.atomic
def write_entries(entries: pa.Table) -> None:
    keep_people()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE match_entered (LIKE contacts_matchentry) ON COMMIT DROP")
        copy("match_entered (contact_id, version, print, keys)", entries)
        cursor.execute(ENTER)
        cursor.execute("DROP TABLE match_entered")


def copy(target: str, rows: pa.Table) -> None:
    """Arrow to COPY as CSV: no row passes through Python."""
    text = io.BytesIO()
    pa.csv.write_csv(rows, text, pa.csv.WriteOptions(include_header=False))
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv)") as to:
        to.write(text.getbuffer())
