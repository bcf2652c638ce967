"""Two hundred thousand events from clients that do not give up, while everything is killed.

The collector, the worker and PostgreSQL are each killed every two to ten seconds. Small sizes
of the same run with every test (tests/faults/test_collecting.py).
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.faults.collecting import torture, verdict
from tests.faults.house import running_house

from .rows import Row, row

EVENTS = int(os.environ.get("RELASI_BENCH_FIRE", "200000"))
CLIENTS, LEAST_KILLS, PAUSES = 50, 5, (2.0, 10.0)


def run() -> list[Row]:
    with running_house() as house, tempfile.TemporaryDirectory() as name:
        after = torture(
            house,
            Path(name),
            seed=int(os.environ.get("RELASI_SEED", "1")),
            events=EVENTS,
            clients=CLIENTS,
            pauses=PAUSES,
            least_kills=LEAST_KILLS,
        )
    broken = verdict(after)
    if broken:
        print("\n".join(broken), file=sys.stderr)
    group = "collector"
    return [
        row(group, "acknowledged under fire", len(after.acknowledged), "events", at_least=EVENTS),
        row(group, "acknowledged events lost", len(after.lost), "events", at_most=0),
        row(group, "events stored twice", len(after.twice), "events", at_most=0),
        row(group, "promises broken under fire", len(broken), "promises", at_most=0),
        row(group, "kills meanwhile", after.kills.total(), "kills"),
        row(group, "events under fire", after.seconds),
    ]
