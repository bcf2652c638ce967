"""Small files become large ones, and what was taken away disappears from the bytes."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import duckdb

from relasi.timeline.models import LakeState

from .rounds import alone, bring_over
from .table import opened

# A reader that began before files were replaced finds them for so long; then it reads again.
READING = timedelta(minutes=10)
# Files nobody names: left by a kill. Younger ones may belong to a round under way elsewhere.
ORPHANED = timedelta(days=1)
WRITE = {
    "rewriting": "CALL ducklake_rewrite_data_files('lake', 'events', delete_threshold => 0)",
    "joining": "CALL ducklake_merge_adjacent_files('lake', 'events')",
}
# What `step` hears, in this order; the first is said by compacting alone.
STEPS = ("bringing", *WRITE, "clearing")
Step = Callable[[str], None]


def tidy_lake(now: datetime, *, at_once: bool = False, step: Step = lambda _word: None) -> bool:
    """Whether it was done; not while somebody else writes to the lake.

    Where something was taken away, or with `at_once`, old files go now; else those that no
    reader can be at any more.
    """
    with alone() as is_alone:
        if not is_alone:
            return False
        began = time.monotonic()
        state = LakeState.objects.get_or_create(pk=1)[0]
        _tidy(opened(), step, at_once=at_once or state.to_clean)
        took = time.monotonic() - began
    LakeState.objects.filter(pk=1, moved_at=state.moved_at).update(to_clean=False)
    LakeState.objects.filter(pk=1).update(cleaned_at=now, cleaned_in=took)
    return True


def compact_lake(now: datetime, step: Step = lambda _word: None) -> bool:
    """Bring over what waits, then leave nothing in the files that was taken away; whether it
    was done.
    """
    step("bringing")
    return bring_over(now) is not None and tidy_lake(now, at_once=True, step=step)


def _tidy(lake: duckdb.DuckDBPyConnection, step: Step, *, at_once: bool) -> None:
    for word, statement in WRITE.items():
        step(word)
        lake.execute(statement)
    step("clearing")
    (moment,) = lake.execute("SELECT now()").fetchone() or (None,)
    ended = moment if at_once else moment - READING
    lake.execute("CALL ducklake_expire_snapshots('lake', older_than => ?)", [ended])
    if at_once:
        lake.execute("CALL ducklake_cleanup_old_files('lake', cleanup_all => true)")
    else:
        lake.execute("CALL ducklake_cleanup_old_files('lake', older_than => ?)", [ended])
    lake.execute(
        "CALL ducklake_delete_orphaned_files('lake', older_than => ?)", [moment - ORPHANED]
    )
