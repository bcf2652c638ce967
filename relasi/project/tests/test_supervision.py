"""The embedded server and the other roles, with real processes."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from relasi.project.supervision import postgres, up
from relasi.project.supervision.children import Child
from relasi.project.supervision.postgres import Cluster, DatabaseProblem, our_name

SMALL = (("fsync", "off"), ("shared_buffers", "16MB"))


@pytest.fixture
def cluster():
    with tempfile.TemporaryDirectory(prefix="relasi-pg-") as home:
        Path(home).chmod(0o755)
        made = Cluster(Path(home), settings=SMALL)
        made.prepare()
        yield made


def busy(url, started):
    """A session that looks up from its statement only after minutes."""
    with psycopg.connect(url) as connection:
        started.set()
        connection.execute("SELECT count(*) FROM generate_series(1, 2000000000)")


def ignoring_the_end(url, started):
    try:
        busy(url, started)
    except psycopg.OperationalError:
        return


def test_a_killed_server_starts_again_while_a_session_of_it_still_works(cluster):
    server = cluster.start()
    started = threading.Event()
    session = threading.Thread(target=ignoring_the_end, args=(cluster.url(), started))
    session.start()
    started.wait()
    time.sleep(0.5)
    server.kill()
    server.wait()

    again = cluster.start()
    try:
        assert cluster.answers()
    finally:
        cluster.stop(again)
        session.join()


def test_a_server_that_cannot_start_is_tried_again_until_it_can(cluster, monkeypatch, capsys):
    monkeypatch.setattr(up, "DATABASE_PAUSE", 0.0)
    installation = up.Installation(cluster.home, up.Address("127.0.0.1", 8000))
    installation.cluster = cluster
    installation.database = cluster.start()
    in_the_way = cluster.data / "postgresql.auto.conf"
    in_the_way.write_text("no_such_setting = 1\n")
    cluster.stop(installation.database)

    installation._look_after_database()
    assert not cluster.answers()
    assert "PostgreSQL is started again in" in capsys.readouterr().err

    in_the_way.write_text("")
    installation._look_after_database()
    try:
        assert cluster.answers()
    finally:
        cluster.stop(installation.database)


def test_who_we_are_is_asked_of_the_kernel(monkeypatch):
    monkeypatch.setenv("USER", "somebody-else")
    monkeypatch.setenv("LOGNAME", "somebody-else")

    assert our_name() != "somebody-else"


def test_a_socket_directory_that_was_put_there_by_somebody_is_refused(tmp_path, monkeypatch):
    target = tmp_path / "target"
    target.mkdir(mode=0o755)
    trap = tmp_path / "trap"
    trap.symlink_to(target)
    monkeypatch.setattr(Cluster, "socket_directory", trap)

    with pytest.raises(DatabaseProblem, match="belongs to somebody else"):
        Cluster(tmp_path).prepare()
    assert stat.S_IMODE(target.stat().st_mode) == 0o755


def test_what_a_role_writes_is_for_us_alone(tmp_path):
    script = "open('upload', 'w').write('ann@example.org'); print('said')"
    log = tmp_path / "role.log"
    log.touch(mode=0o644)
    child = Child(
        "role",
        [sys.executable, "-c", f"import os; os.chdir({str(tmp_path)!r}); {script}"],
        os.environ,
        log,
    )
    child.start()
    assert child.process
    child.process.wait()

    for path in (log, tmp_path / "upload"):
        assert path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_role_that_dies_starts_again_after_a_pause_that_grows(tmp_path, capsys):
    child = Child(
        "role", [sys.executable, "-c", "raise SystemExit(3)"], os.environ, tmp_path / "role.log"
    )
    child.look_after(0.0)
    assert child.process
    child.process.wait()
    child.look_after(100.0)
    assert "stopped (code 3" in capsys.readouterr().err
    child.look_after(100.4)
    assert child.process is None
    child.look_after(100.5)
    assert child.process
    child.process.wait()
    assert child.pause == 1.0


def test_a_copy_of_another_version_is_another_copy(tmp_path, monkeypatch):
    installed = tmp_path / "pginstall"
    installed.mkdir()
    monkeypatch.setattr(postgres, "ROOT_STORE", tmp_path / "store")
    names = set()
    for number in ("18.6", "18.7"):
        monkeypatch.setattr(postgres, "version", lambda _name, number=number: number)
        names.add(postgres._copied(installed).name)
    assert len(names) == 2


def test_the_server_is_stopped_when_its_supervisor_is_killed(cluster):
    script = (
        "import sys, time; from pathlib import Path;"
        "from relasi.project.supervision.postgres import Cluster;"
        f"Cluster(Path({str(cluster.home)!r}), settings={SMALL!r}).start();"
        "print('up', flush=True); time.sleep(60)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert supervisor.stdout
    assert supervisor.stdout.readline() == b"up\n"
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()
    supervisor.stdout.close()

    deadline = time.monotonic() + 10
    while cluster.answers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not cluster.answers()
