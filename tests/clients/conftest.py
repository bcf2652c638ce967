"""What the genuine clients are sent with: their own Python or Node, and a collector to send to."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from relasi.collector.tests.conftest import (  # noqa: F401  # fixtures
    _collector,
    collector,
    database_url,
    make_source,
    nothing_counted,
    query,
)
from relasi.collector.tests.running import Running, wait_until
from relasi.kernel import clock
from relasi.timeline.actions.collecting.draining import drain
from tools.frontend import find_node

HERE = Path(__file__).resolve().parent
PYTHON = Path(sys.prefix) / "clients" / "bin" / "python"
SECONDS = 120
Rows = list[tuple[Any, ...]]
Send = Callable[..., "subprocess.Popen[str]"]
Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def send(collector: Running) -> Send:  # noqa: F811
    """Run a client; what it reported is its output, see `reported`."""
    assert PYTHON.exists(), "The clients are not installed; say `make test` once."

    def run(client: str, key: str, scenario: str) -> "subprocess.Popen[str]":
        program = node() if "-node" in client else [str(PYTHON), str(HERE / "sending.py")]
        return subprocess.Popen(
            [*program, client, collector.base, key, scenario],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={},
        )

    return run


def node() -> list[str]:
    """The command that runs a client from npm."""
    assert (HERE / "node_modules").exists(), "The clients are not installed; say `make test` once."
    return [*find_node()[0], str(HERE / "sending.mjs")]


def reported(process: "subprocess.Popen[str]") -> Any:
    """What the client told its caller went wrong: [[status, messages], …]."""
    output, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, said
    return json.loads(output)


@pytest.fixture
def process(query: Callable[..., Rows]) -> Callable[[], Rows]:  # noqa: F811
    """Put what arrived on timelines, as the worker does; name, whose and properties of each."""
    query("TRUNCATE timeline_event")  # Django, whose table it is not, does not empty it

    def processed() -> Rows:
        drain(clock.now, seconds=SECONDS)
        assert query("SELECT count(*) FROM timeline_arrival") == [(0,)]
        return query("SELECT name, contact_id, properties FROM timeline_event ORDER BY id")

    return processed


@pytest.fixture
def away(collector: Running, query: Callable[..., Rows]) -> Away:  # noqa: F811
    """While inside the table is away; it is back half a second after the collector noticed."""

    @contextmanager
    def without_table() -> Iterator[None]:
        query("ALTER TABLE timeline_arrival RENAME TO timeline_arrival_away")
        try:
            yield
            wait_until(lambda: collector.ask("GET", "/health").status == 503)
            time.sleep(0.5)
        finally:
            query("ALTER TABLE timeline_arrival_away RENAME TO timeline_arrival")

    return without_table
