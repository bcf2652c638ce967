"""What the genuine clients are sent with: their own Python, and a collector to send to."""

import json
import subprocess
import sys
from collections.abc import Callable
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

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(sys.prefix) / "clients" / "bin" / "python"
SECONDS = 120
Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Started:
    """Run a client; what it reported is its output, see `reported`."""
    assert PYTHON.exists(), "The clients are not installed; say `make test` once."

    def run(client: str, base: str, key: str, scenario: str) -> "subprocess.Popen[str]":
        command = [str(PYTHON), str(ROOT / "tests/clients/sending.py"), client, base, key, scenario]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={}
        )

    return run


def reported(process: "subprocess.Popen[str]") -> Any:
    """What the client told its caller went wrong: [[status, messages], …]."""
    output, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, said
    return json.loads(output)
