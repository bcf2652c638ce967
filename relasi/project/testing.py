"""A pytest plugin: one embedded PostgreSQL for the whole run, thrown away afterwards.

Loaded with `-p relasi.project.testing`, before Django's settings are read.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from .supervision.postgres import Cluster

_home = Path(tempfile.mkdtemp(prefix="relasi-test-"))
_cluster = Cluster(_home, settings=(("fsync", "off"), ("shared_buffers", "128MB")))
_server: "subprocess.Popen[bytes] | None" = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    global _server  # noqa: PLW0603
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    _home.chmod(0o755)
    _cluster.prepare()
    _server = _cluster.start()
    os.environ["RELASI_HOME"] = str(_home)
    os.environ["RELASI_SECRET"] = "a-secret-for-tests-only"
    os.environ["RELASI_DATABASE_URL"] = _cluster.url()


def pytest_unconfigure() -> None:
    if _server is not None:
        _cluster.stop(_server)
    shutil.rmtree(_home, ignore_errors=True)
