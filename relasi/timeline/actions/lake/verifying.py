"""Whether everything is in the lake, once, and every file can be read."""

from collections.abc import Callable

import duckdb

from relasi.timeline.queries.months import months_here

from .comparing import differences
from .rounds import alone, system_of
from .table import mark_of, opened

Step = Callable[[str], None]
READ = "SELECT bit_xor(hash(COLUMNS(*))) FROM read_parquet(?)"
FILES = "SELECT data_file, delete_file FROM ducklake_list_files('lake', 'events')"


def verify_lake(step: Step = lambda _words: None) -> list[str]:
    """A sentence for each fault; none when all is well."""
    with alone() as is_alone:
        if not is_alone:
            return ["The lake is being written to just now. Try again in a minute."]
        lake = opened()
        faults = [*_files(lake, step)]
        if faults:
            return faults
        mark = mark_of(lake)
        if mark is None or mark.system != system_of():
            return ["The lake was not filled from this database yet. Run: relasi lake rebuild"]
        for month in months_here():
            step(f"{month:%Y-%m}")
            lacking, wrong = differences(lake, month, mark)
            if lacking or wrong:
                faults.append(
                    f"{month:%Y-%m}: {lacking} events are missing in the lake, {wrong} are there"
                    " that should not be. Run: relasi lake rebuild"
                )
    return faults


def unreadable(lake: duckdb.DuckDBPyConnection, step: Step = lambda _words: None) -> list[str]:
    """The files of events that are missing or cannot be read to their end, with those whose
    list of deleted rows cannot.
    """
    found = []
    for data, deleted in lake.execute(FILES).fetchall():
        step(data.rpartition("/")[2])
        try:
            for name in filter(None, (data, deleted)):
                lake.execute(READ, [name]).fetchall()
        except duckdb.Error:
            found.append(data)
    return found


def _files(lake: duckdb.DuckDBPyConnection, step: Step) -> list[str]:
    return [
        f"The file {name} is missing or damaged. Run: relasi lake rebuild"
        for name in unreadable(lake, step)
    ]
