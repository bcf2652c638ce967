"""Whether everything is in the lake, once, and every file can be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import duckdb

from relasi.timeline.queries.months import months_here

from .comparing import differences
from .rounds import alone, system_of
from .table import mark_of, opened

Step = Callable[[str], None]
READ = "SELECT bit_xor(hash(COLUMNS(*))) FROM read_parquet(?)"
FILES = "SELECT data_file, delete_file FROM ducklake_list_files('lake', 'events')"


@dataclass(frozen=True, slots=True)
class Fault:
    """`what` is a file or a month; of a month `lacking` events are missing in the lake, and
    `wrong` are there that should not be.
    """

    kind: Literal["busy", "unfilled", "file", "month"]
    what: str = ""
    lacking: int = 0
    wrong: int = 0


def verify_lake(step: Step = lambda _words: None) -> list[str]:
    """A sentence for each fault; none when all is well."""
    return [_sentence(fault) for fault in find_faults(step)]


def find_faults(step: Step = lambda _words: None) -> list[Fault]:
    """What `verify_lake` says, as it is. `step` hears of each file and month before it is read."""
    with alone() as is_alone:
        if not is_alone:
            return [Fault("busy")]
        lake = opened()
        broken = [Fault("file", name) for name in unreadable(lake, step)]
        return broken or [*_months(lake, step)]


def _months(lake: duckdb.DuckDBPyConnection, step: Step) -> Iterator[Fault]:
    mark = mark_of(lake)
    if mark is None or mark.system != system_of():
        yield Fault("unfilled")
        return
    for month in months_here():
        step(f"{month:%Y-%m}")
        lacking, wrong = differences(lake, month, mark)
        if lacking or wrong:
            yield Fault("month", f"{month:%Y-%m}", lacking, wrong)


def _sentence(fault: Fault) -> str:
    return {
        "busy": "The lake is being written to just now. Try again in a minute.",
        "unfilled": "The lake was not filled from this database yet. Run: relasi lake rebuild",
        "file": f"The file {fault.what} is missing or damaged. Run: relasi lake rebuild",
        "month": f"{fault.what}: {fault.lacking} events are missing in the lake, {fault.wrong} are"
        " there that should not be. Run: relasi lake rebuild",
    }[fault.kind]


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
