"""Make the wheel and prove it: what must be inside is inside."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSIDE = (
    "relasi/ui/static/dist/app.css",
    "relasi/ui/static/dist/app.js",
    "relasi/ui/templates/ui/shell.html",
    "relasi/ui/locale/id/LC_MESSAGES/django.mo",
    "relasi/contacts/migrations/0001_initial.py",
)


def main() -> None:
    """Build dist/relasi-*.whl; fail when a file the product needs is not in it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603
    wheel = max((ROOT / "dist").glob("relasi-*.whl"), key=lambda path: path.stat().st_mtime)
    names = set(zipfile.ZipFile(wheel).namelist())
    if missing := [name for name in INSIDE if name not in names]:
        sys.exit(f"{wheel.name} lacks {', '.join(missing)}.")
    print(f"{wheel.relative_to(ROOT)}: {len(names)} files, {wheel.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
