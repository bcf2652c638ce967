"""Make the wheel and prove it: installed alone in an empty environment, it runs `relasi up`."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSIDE = (
    "relasi/ui/static/dist/app.css",
    "relasi/ui/static/dist/app.js",
    "relasi/collector/dist/tracker.js",
    "relasi/collector/dist/relasi.d.ts",
    "relasi/ui/templates/ui/shell.html",
    "relasi/ui/locale/id/LC_MESSAGES/django.mo",
    "relasi/contacts/migrations/0001_initial.py",
)
READY_SECONDS = 180
STYLES = re.compile(r'href="(/[^"]+/app[^"]*\.css)"')


def main() -> None:
    """Build dist/relasi-*.whl; fail when something is not in it or it does not start."""
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], ROOT)
    wheel = max((ROOT / "dist").glob("relasi-*.whl"), key=lambda path: path.stat().st_mtime)
    names = set(zipfile.ZipFile(wheel).namelist())
    if missing := [name for name in INSIDE if name not in names]:
        sys.exit(f"{wheel.name} lacks {', '.join(missing)}.")
    print(f"{wheel.relative_to(ROOT)}: {len(names)} files, {wheel.stat().st_size // 1024} kB")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="relasi-build-") as folder:
        prove(wheel, Path(folder))
    print(f"Installed alone, it starts and answers ({time.monotonic() - started:.0f} s).")


def prove(wheel: Path, folder: Path) -> None:
    """Where nothing of the repository is: install, start, ask for a page and its styles."""
    folder.chmod(0o755)  # PostgreSQL may run as somebody else
    uv = str(Path(sys.executable).with_name("uv"))
    python = folder / "venv" / "bin" / "python"
    install = [uv, "pip", "install", "--quiet", "--python", str(python)]
    run([uv, "venv", "--quiet", "--python", sys.executable, "venv"], folder)
    run([*install, "-r", str(ROOT / "requirements" / "base.txt")], folder)
    run([*install, "--no-deps", str(wheel)], folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(python.with_name("relasi")), "up", "--home", "home", "--port", str(port)]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("RELASI_", "PYTHONPATH"))}
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen(command, cwd=folder, env=clean, stdout=said, stderr=said)  # noqa: S603
        try:
            wait_until_ready(process, folder / "said")
            page = read(f"http://127.0.0.1:{port}/account/login/")
            styles = STYLES.search(page)
            if styles is None or not read(f"http://127.0.0.1:{port}{styles[1]}"):
                sys.exit("The sign-in page of the installed wheel has no styles.")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def run(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder)  # noqa: S603


def wait_until_ready(process: "subprocess.Popen[bytes]", said: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while "Relasi is ready" not in said.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"The installed wheel does not start:\n{said.read_text()}")
        time.sleep(0.2)


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310
        text: str = answer.read().decode()
    return text


if __name__ == "__main__":
    main()
