"""Set up what a make target needs: Python packages, styles, translations; once, with times.

Runs with any Python 3.6 or newer (it must be able to say that 3.11 is needed), uses the
standard library alone, and does only what changed since it last succeeded.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CLIENTS = VENV / "clients"
PYTHON = str(VENV / "bin" / "python")
OLDEST = (3, 11)
NEWEST_MINOR_TRIED = 15
LOCKS = {"demo": ["uv", "demo", "build"], "test": ["uv", "demo", "build", "dev"]}
NO_WHEEL = """\
A Python package could not be installed. If it says that there is no matching wheel, no
ready-made package exists for this machine or Python version, and nothing is compiled here
(no compiler is needed): use CPython 3.11, 3.12 or 3.13 on Linux or macOS. If it says that
no space is left, free 2 GB. If it could not connect, check the network and try again."""


def main() -> None:
    group = sys.argv[1]
    if sys.version_info < OLDEST:
        hand_over_to_newer_python()
    os.chdir(str(ROOT))
    step("Python environment", make_environment)
    step(f"Python packages to {group}", lambda: install(group))
    if group == "test":
        step("Genuine clients to test with", install_clients)
    step("Styles and scripts", lambda: run([PYTHON, "-m", "tools.frontend"]))
    step("Translations", lambda: run([PYTHON, "-m", "tools.messages", "--compile"]))


def hand_over_to_newer_python() -> None:
    """Become a newer Python when one is on the path; otherwise say what is needed."""
    for minor in range(NEWEST_MINOR_TRIED, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606
    sys.exit(
        f"Relasi needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install one, "
        "then say `make PYTHON=/path/to/python3.11 demo`."
    )


def step(what, work) -> None:  # noqa: ANN001
    """Print what is done and how long it took."""
    print(f"  {what:<52}", end="", flush=True)
    started = time.time()
    note = work()
    print(f"{time.time() - started:6.1f} s{f'  ({note})' if note else ''}", flush=True)


def make_environment() -> str:
    ready = VENV / "ready"
    if ready.exists():
        return "as it was"
    no_venv = "Python's venv module does not work. On Debian: apt-get install python3-venv."
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], no_venv)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", "requirements/uv.txt"], NO_WHEEL)
    ready.touch()
    return ""


def install(group: str) -> str:
    """Bring the environment to exactly the locked versions."""
    if any(is_installed(larger) for larger in LOCKS if set(LOCKS[larger]) >= set(LOCKS[group])):
        return "as they were"
    for other in LOCKS:
        stamp(other).unlink() if stamp(other).exists() else None
    sync = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--python", PYTHON]
    strictly = ["--require-hashes", "--compile-bytecode", "--only-binary", ":all:"]
    run([*sync, *strictly, "--link-mode", "copy", *locks(group)], NO_WHEEL)
    stamp(group).write_text(fingerprint(group))
    return ""


def install_clients() -> str:
    """Other people's clients have an environment of their own: their needs are not ours."""
    run([PYTHON, "-m", "tools.clients"])
    lock, ready = Path("requirements/clients.txt"), CLIENTS / "ready"
    if ready.exists() and ready.read_text() == lock.read_text():
        return "as they were"
    run([PYTHON, "-m", "venv", "--clear", "--without-pip", str(CLIENTS)])
    sync = [str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--python"]
    strictly = ["--require-hashes", "--only-binary", ":all:", "--link-mode", "copy"]
    run([*sync, str(CLIENTS / "bin" / "python"), *strictly, str(lock)], NO_WHEEL)
    ready.write_text(lock.read_text())
    return ""


def locks(group: str) -> "list[str]":
    return [f"requirements/{name}.txt" for name in LOCKS[group]]


def fingerprint(group: str) -> str:
    texts = b"".join(Path(name).read_bytes() for name in locks(group))
    return hashlib.sha256(texts).hexdigest()


def stamp(group: str) -> Path:
    return VENV / f"installed-{group}"


def is_installed(group: str) -> bool:
    return stamp(group).exists() and stamp(group).read_text() == fingerprint(group)


def run(command: "list[str]", advice: str = "") -> str:
    """Run quietly; on failure print its last words and what to do, and stop."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    done = subprocess.run(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        tail = done.stdout.decode(errors="replace")[-3000:]
        sys.exit(f"\n{tail}\n{advice or 'This command failed: ' + ' '.join(command)}")
    return ""


main()
